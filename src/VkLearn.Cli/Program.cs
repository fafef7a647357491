using System.CommandLine;
using VkLearn;
using VkLearn.Cli;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Rendering;

const int Failed = 1, BadUsage = 2;

RootCommand root = new("VkLearn: deep learning on any Vulkan device.")
{
    DevicesCommand.Make(), RunCommand.Make(), InferCommand.Make(), BenchCommand.Make(), TuneCommand.Make(),
    ListCommand.Make(),
};
ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (string message in parsed.Errors.Select(error => error.Message).Distinct())
    {
        Console.Error.WriteLine($"vklearn: {message}");
    }

    Console.Error.WriteLine("vklearn VERB --help says what there is; the verbs are devices, run, infer, bench, tune and list.");
    return BadUsage;
}

try
{
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception expected) when (expected is SettingsException or DataException or NoDeviceException or VulkanException or NanException
    or PeerException or WindowException or ArgumentException or InvalidOperationException
    or NotSupportedException or IOException)
{
    Console.Error.WriteLine($"vklearn: {expected.Message}");
    return Failed;
}
