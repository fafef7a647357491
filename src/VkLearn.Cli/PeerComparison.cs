using System.Diagnostics;
using System.Text.Json;
using Spectre.Console;

namespace VkLearn.Cli;

/// <summary>
/// Our bench and another command's in turn, A B A B, each in a process of its own, so that a machine that grows slower does so for both.
/// A peer prints one JSON line a workload: <c>{"workload": .., "ms": ..}</c>; other lines are passed over.
/// </summary>
sealed class PeerComparison(IReadOnlyList<string> ourArguments, string peerCommand)
{
    const int Rounds = 2;

    readonly Dictionary<string, List<double>> ours = [], theirs = [];

    /// <exception cref="PeerException">A command fails or prints no workload that both have.</exception>
    public void Run()
    {
        for (int round = 1; round <= Rounds; round++)
        {
            Run(ours, $"vklearn, {round} of {Rounds}", OurProcess());
            Run(theirs, $"{peerCommand}, {round} of {Rounds}", Shell());
        }

        if (!Rows.Any())
        {
            throw new PeerException($"no workload in common: ours are {string.Join(", ", ours.Keys)}; {peerCommand} printed "
                + $"{(theirs.Count == 0 ? "no line with \"workload\" and \"ms\"" : string.Join(", ", theirs.Keys))}.");
        }
    }

    /// <summary>What both ran, with medians over the rounds in milliseconds.</summary>
    public IEnumerable<(string Workload, double Ours, double Theirs)> Rows =>
        ours.Where(run => theirs.ContainsKey(run.Key)).Select(run => (run.Key, Median(run.Value), Median(theirs[run.Key])));

    public void Print(bool json)
    {
        if (json)
        {
            foreach (var (workload, our, their) in Rows)
            {
                JsonLine.Write(line => Write(line, workload, our, their));
            }

            return;
        }

        Table table = new Table().AddColumns("workload", "ours, ms", "theirs, ms", "ours / theirs");
        foreach (var (workload, our, their) in Rows)
        {
            table.AddRow(new Text(workload), new Text($"{our:0.0000}"), new Text($"{their:0.0000}"), new Text($"{our / their:0.000}"));
        }

        AnsiConsole.Write(table);
    }

    static void Write(Utf8JsonWriter line, string workload, double our, double their)
    {
        line.WriteString("workload", workload);
        line.WriteNumber("oursMs", our);
        line.WriteNumber("theirsMs", their);
        line.WriteNumber("ratio", Math.Round(our / their, 4));
    }

    static void Run(Dictionary<string, List<double>> times, string what, ProcessStartInfo start)
    {
        Console.Error.WriteLine($"running {what} ...");
        start.RedirectStandardOutput = true;
        using Process process = Start(start);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (Read(line) is var (workload, ms))
            {
                (times.TryGetValue(workload, out var known) ? known : times[workload] = []).Add(ms);
            }
        }

        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new PeerException($"{what}: ended with exit code {process.ExitCode}.");
        }
    }

    static (string Workload, double Ms)? Read(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.TryGetProperty("workload", out JsonElement workload) && workload.ValueKind == JsonValueKind.String
                && document.RootElement.TryGetProperty("ms", out JsonElement ms) && ms.ValueKind == JsonValueKind.Number
                ? (workload.GetString()!, ms.GetDouble()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception failed)
        {
            throw new PeerException($"{start.FileName} does not start: {failed.Message}", failed);
        }
    }

    /// <summary>This program again: a native file, or a dll that dotnet runs.</summary>
    ProcessStartInfo OurProcess()
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return new(program, [.. isHost ? new[] { Environment.GetCommandLineArgs()[0] } : [], .. ourArguments]);
    }

    ProcessStartInfo Shell() => OperatingSystem.IsWindows() ? new("cmd", ["/c", peerCommand]) : new("/bin/sh", ["-c", peerCommand]);

    static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
