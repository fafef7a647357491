using System.CommandLine;
using System.Diagnostics;
using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Gpu;

namespace VkLearn.Cli;

/// <summary>
/// <c>vklearn tune</c>: measures this device's kernels, and a CPU driver's settings, and keeps what is best in the choice file that later
/// runs use.
/// </summary>
static class TuneCommand
{
    public static Command Make()
    {
        Argument<string?> scene = new("SCENE")
        {
            Description = "A scene whose matrix products are measured; by default those of bench's workloads.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> device = RunCommand.DeviceOption();
        Option<string[]> set = RunCommand.SetOption();
        // A driver reads its settings once, when it loads: what is measured under others runs in a process of its own.
        Option<bool> kernelsOnly = new("--kernels-only") { Description = "Measure kernels only, with the driver as it is." };
        Command command = new("tune", "Measure what is fastest on this device, for later runs to do.") { scene, device, set, kernelsOnly };
        command.SetAction(parsed =>
        {
            string? chosen = parsed.GetValue(device);
            string[] arguments =
            [
                .. parsed.GetValue(scene) is { } file ? (string[])[file] : [],
                .. chosen is null ? (string[])[] : ["--device", chosen],
                .. (parsed.GetValue(set) ?? []).SelectMany(change => (string[])["--set", change]),
            ];
            return parsed.GetValue(kernelsOnly) || TuneDriver(chosen) is not { } settings
                ? TuneKernels(chosen, parsed.GetValue(scene), RunCommand.Changes(parsed, set))
                : TuneKernels(arguments, settings);
        });
        return command;
    }

    /// <summary>Finds and keeps the driver's best settings.</summary>
    /// <returns>Null where the driver has none to be tried.</returns>
    static DriverSettings? TuneDriver(string? device)
    {
        string driver;
        using (GpuDevice gpu = Open(device))
        {
            Console.WriteLine($"device  {gpu.Info.Name}, {gpu.Info.Type}, {gpu.Info.Driver}");
            driver = gpu.Info.Driver;
        }

        if (!DriverTrial.IsFor(driver))
        {
            return null;
        }

        DriverSettings settings = new DriverTrial(driver, device).Run(Console.WriteLine);
        Change(file => file with { Driver = settings });
        return settings;
    }

    /// <summary>Measures the kernels in a process whose driver has the settings.</summary>
    static int TuneKernels(string[] arguments, DriverSettings settings)
    {
        ProcessStartInfo start = ThisProgram.With(["tune", .. arguments, "--kernels-only"]);
        foreach ((string name, string value) in settings.Variables)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    static int TuneKernels(string? device, string? scene, IReadOnlyList<(string Path, string Value)> changes)
    {
        using GpuDevice gpu = Open(device);
        GemmTuner tuner = new(gpu);
        if (scene is null)
        {
            foreach (Workload workload in Workload.All)
            {
                using Recording recording = workload.Record(gpu);
                tuner.Add(recording);
            }
        }
        else
        {
            AddScene(tuner, gpu, scene, changes);
        }

        Console.WriteLine($"kernels {tuner.Count} matrix products on {gpu.Info.Name}: transposes, batch x M x N x K");
        DeviceChoices choices = tuner.Run(Print);
        string path = Change(file => file.With(choices));
        Console.WriteLine($"chosen  {choices.Choices.Count} of {tuner.Count} products go by another kernel than the table's");
        Console.WriteLine($"kept    {path}; VKLEARN_CHOICES=off does without it");
        return 0;
    }

    static void AddScene(GemmTuner tuner, GpuDevice gpu, string file, IReadOnlyList<(string Path, string Value)> changes)
    {
        SceneFile scene = SceneFile.Read(file, changes);
        using TrainingRun run = TrainingRun.Prepare(gpu, scene, scene.Data.Load(gpu));
        foreach (Recording recording in run.Recordings)
        {
            tuner.Add(recording);
        }
    }

    static void Print(MeasuredProduct one)
    {
        string times = string.Join(", ", one.Milliseconds.OrderBy(variant => variant.Value)
            .Select(variant => $"{variant.Key} {variant.Value:0.####} ms"));
        string wrong = one.Wrong.Count > 0 ? $"; WRONG, and not to be used: {string.Join(", ", one.Wrong)}" : "";
        Console.WriteLine($"  {one.Product,-24} {(one.Chosen == one.Table ? "as the table" : $"now {one.Chosen}")}: {times}{wrong}");
    }

    /// <summary>What is measured must not depend on what was chosen before.</summary>
    static GpuDevice Open(string? device) => GpuDevice.Open(new GpuOptions { Device = device, Choices = "off" });

    /// <returns>The choice file, as it is now; one that was damaged is begun anew.</returns>
    static string Change(Func<ChoiceFile, ChoiceFile> change)
    {
        string path = ChoiceFile.PathOf(new GpuOptions());
        ChoiceFile before = ChoiceFile.Empty;
        try
        {
            before = File.Exists(path) ? ChoiceFile.Read(path) : before;
        }
        catch (ArgumentException damaged)
        {
            Console.Error.WriteLine($"vklearn: {damaged.Message}");
        }

        change(before).Write(path);
        return path;
    }
}
