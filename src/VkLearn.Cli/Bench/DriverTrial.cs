using System.Diagnostics;
using System.Text.Json;
using VkLearn.Gpu;

namespace VkLearn.Cli;

/// <summary>
/// Tries settings of Mesa's CPU driver, lavapipe: how wide its vectors are and how many threads it has. Each is tried on a small and on a
/// larger training, in processes of their own that run in turn, so that a machine that grows slower does so for all.
/// </summary>
/// <param name="driver">What the device says of its driver.</param>
sealed class DriverTrial(string driver, string? device)
{
    const int Rounds = 3;
    const double ClearlyFaster = 0.97; // of the time without the setting; less may be noise
    const string Width = "LP_NATIVE_VECTOR_WIDTH", Threads = "LP_NUM_THREADS";

    static readonly string[] workloads = ["mlp-784-128-10-b64", "mlp-784-800-800-10-b128"];

    readonly Dictionary<string, IReadOnlyDictionary<string, double>> measured = [];

    public static bool IsFor(string driver) => OperatingSystem.IsLinux() && driver.Contains("llvmpipe", StringComparison.Ordinal);

    public DriverSettings Run(Action<string> report)
    {
        int cores = Environment.ProcessorCount;
        Dictionary<string, string> best = [];
        Try(best, Width, ["128", "256", "512"], report);
        Try(best, Threads, [.. ((int[])[0, 1, cores / 2, cores]).Distinct().Select(count => $"{count}")], report);
        report($"driver  {(best.Count == 0 ? "best with its own settings" : $"best with {Text(best)}")}");
        return new DriverSettings(driver, best, measured);
    }

    /// <summary>Adds to the settings the value of one variable that is clearly best, if one is.</summary>
    void Try(Dictionary<string, string> best, string name, string[] values, Action<string> report)
    {
        if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } own)
        {
            report($"driver  {name} is {own} in your environment, and stays so");
            return;
        }

        Dictionary<string, string>[] tried = [best, .. values.Select(value => new Dictionary<string, string>(best) { [name] = value })];
        Dictionary<string, double>[][] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => tried.Select(Measure).ToArray())];
        double[] ratios = new double[tried.Length];
        for (int i = 0; i < tried.Length; i++)
        {
            Dictionary<string, double> medians =
                workloads.ToDictionary(work => work, work => Median(rounds.Select(round => round[i][work])));
            ratios[i] = Math.Sqrt(workloads.Select(work => Median(rounds.Select(round => round[i][work] / round[0][work])))
                .Aggregate(1.0, (product, ratio) => product * ratio)); // the geometric mean over two workloads
            measured[Text(tried[i])] = medians;
            report($"driver  {Text(tried[i])}: {string.Join(", ", medians.Select(work => $"{work.Key} {work.Value:0.000} ms"))}");
        }

        int winner = Array.IndexOf(ratios, ratios.Min());
        if (ratios[winner] < ClearlyFaster)
        {
            best[name] = tried[winner][name];
        }
    }

    /// <summary>Milliseconds of a step of each workload.</summary>
    Dictionary<string, double> Measure(Dictionary<string, string> variables)
    {
        ProcessStartInfo start = ThisProgram.With(
            ["bench", .. workloads, "--json", "--seconds", "0.5", .. device is null ? (string[])[] : ["--device", device]]);
        start.Environment["VKLEARN_CHOICES"] = "off";
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        Dictionary<string, double> times = [];
        while (process.StandardOutput.ReadLine() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            times[document.RootElement.GetProperty("workload").GetString()!] = document.RootElement.GetProperty("ms").GetDouble();
        }

        process.WaitForExit();
        return process.ExitCode == 0 ? times
            : throw new PeerException($"bench with {Text(variables)} ended with exit code {process.ExitCode}.");
    }

    static string Text(Dictionary<string, string> variables) => variables.Count == 0 ? "its own settings"
        : string.Join(' ', variables.Select(variable => $"{variable.Key}={variable.Value}"));

    static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
