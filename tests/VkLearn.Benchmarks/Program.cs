using System.CommandLine;
using System.Globalization;
using VkLearn.Benchmarks;
using VkLearn.Cli;
using VkLearn.Gpu;

const int Wrong = 1, BadUsage = 2;

Argument<string[]> names = new("NAME")
{
    Description = "Parts of the lines to make, such as MatMul, \"512x512\", Softmax, Cost. By default all.",
    Arity = ArgumentArity.ZeroOrMore,
};
Option<bool> json = new("--json") { Description = "One JSON line a measurement." };
Option<string?> device = new("--device") { Description = "Index or part of the name of the Vulkan device.", HelpName = "X" };
Option<double> seconds = new("--seconds")
{
    Description = "How long to measure each line, once it is checked.",
    HelpName = "S",
    CustomParser = result =>
    {
        if (double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out double value) && value is > 0 and < 1e3)
        {
            return value;
        }

        result.AddError($"--seconds must be a number above 0, received {result.Tokens[0].Value}.");
        return 0;
    },
    DefaultValueFactory = _ => 0.2,
};
RootCommand root = new("The kernel lab: every kernel against its definition, then its time, beside what this device can do at most.")
{
    names, json, device, seconds, IsaCommand.Make(),
};
root.SetAction(parsed =>
{
    using GpuDevice gpu = GpuDevice.Open(new GpuOptions { Device = parsed.GetValue(device) });
    return Lab.Run(gpu, parsed.GetValue(names) ?? [], parsed.GetValue(json), parsed.GetValue(seconds)) ? 0 : Wrong;
});
ParseResult parsed = root.Parse(args);
try
{
    return parsed.Errors.Count > 0 ? Refuse(parsed) : parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception expected) when (expected is NoDeviceException or VulkanException or ArgumentException or InvalidOperationException)
{
    Console.Error.WriteLine($"lab: {expected.Message}");
    return Wrong;
}

static int Refuse(ParseResult parsed)
{
    foreach (string message in parsed.Errors.Select(error => error.Message).Distinct())
    {
        Console.Error.WriteLine($"lab: {message}");
    }

    return BadUsage;
}
