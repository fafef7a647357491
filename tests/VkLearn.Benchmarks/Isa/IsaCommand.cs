using System.CommandLine;
using System.Diagnostics;
using VkLearn.Gpu;

namespace VkLearn.Benchmarks;

/// <summary><c>lab isa</c>: what the compilers of GPUs make of our kernels, where there is no GPU.</summary>
static class IsaCommand
{
    public static Command Make()
    {
        Argument<string[]> names = new("WORKLOAD")
        {
            Description = "Names, or parts of them, of what vklearn bench times. By default all.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> family = new("--family")
        {
            Description = $"Only for one of: {string.Join(", ", Family.All.Select(one => one.Name))}.",
            HelpName = "F",
        };
        family.AcceptOnlyFromAmong([.. Family.All.Select(one => one.Name)]);
        Option<string?> assembly = new("--assembly")
        {
            Description = "A folder for each kernel's instructions.",
            HelpName = "DIR",
        };
        Command command = new("isa", $"What the compilers of GPUs make of our kernels, without the GPUs. {IsaTable.Legend}")
            { names, family, assembly };
        command.SetAction(parsed =>
        {
            string? asked = parsed.GetValue(family);
            Family[] families = [.. Family.All.Where(one => asked is null || one.Name == asked)];
            return families is [{ IsHere: true } only] ? Compile(only, parsed.GetValue(names) ?? [], parsed.GetValue(assembly))
                : families.Max(one => Start(one, parsed.GetValue(names) ?? [], parsed.GetValue(assembly)));
        });
        return command;
    }

    static int Compile(Family family, string[] names, string? folder)
    {
        using GpuCompiler compiler = new();
        (ChosenKernel Kernel, Executable Made)[] kernels =
            [.. ChosenKernel.On(compiler.Info, names).Select(kernel => (kernel, compiler.Compile(kernel.Code)))];
        IsaTable.Write(Console.Out, family, compiler.Info, kernels);
        for (int i = 0; folder is not null && i < kernels.Length; i++)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"{family.Name}-{i}.txt"),
                $"{kernels[i].Kernel.Code}\n{kernels[i].Made.Assembly}");
        }

        return 0;
    }

    /// <summary>Drivers read their environment when they load, so each family is this program once more with its own.</summary>
    static int Start(Family family, string[] names, string? folder)
    {
        if (family.Missing is { } missing)
        {
            Console.WriteLine($"{family.Text}: skipped, {missing}.");
            return 0;
        }

        string self = Environment.ProcessPath!, program = Environment.GetCommandLineArgs()[0];
        ProcessStartInfo start = new(self, [.. self.EndsWith("dotnet", StringComparison.Ordinal) ? (string[])[program] : [],
            "isa", "--family", family.Name, .. folder is null ? (string[])[] : ["--assembly", folder], .. names]);
        foreach ((string name, string value) in family.Variables)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
