using System.Diagnostics;
using System.Text.Json;
using Spectre.Console;

namespace VkLearn.Cli;

/// <summary>
/// Our bench and others' commands in turn, A B A B, each in a process of its own, so that a machine that grows slower does so for all. A
/// peer prints one JSON line a workload: <c>{"workload": .., "ms": ..}</c>; other lines are passed over. Where its command has <c>{}</c>,
/// one workload at a time is run, whose name that becomes.
/// </summary>
/// <param name="workloads">Names of ours.</param>
/// <param name="ourArguments">What our bench is given beside them.</param>
sealed class PeerComparison(
    IReadOnlyList<string> workloads, IReadOnlyList<string> ourArguments, IReadOnlyList<string> peerCommands, int rounds)
{
    const string Name = "{}", Ours = "vklearn";

    readonly Dictionary<(string Peer, string Workload), List<double>> times = [];

    /// <exception cref="PeerException">A command fails or prints no workload that we have too.</exception>
    public void Run()
    {
        bool oneByOne = peerCommands.Any(command => command.Contains(Name));
        foreach (string[] together in oneByOne ? workloads.Select(name => (string[])[name]) : [[.. workloads]])
        {
            for (int round = 1; round <= rounds; round++)
            {
                Run(Ours, $"{Ours}, {round} of {rounds}", OurProcess(together));
                foreach (string command in peerCommands)
                {
                    string given = command.Replace(Name, together[0]);
                    Run(command, $"{given}, {round} of {rounds}", Shell(given));
                }
            }
        }

        foreach (string command in peerCommands.Where(command => !Rows.Any(row => row.Peer == command)))
        {
            string[] printed = [.. times.Keys.Where(run => run.Peer == command).Select(run => run.Workload)];
            throw new PeerException($"no workload in common: ours are {string.Join(", ", workloads)}; {command} printed "
                + $"{(printed.Length == 0 ? "no line with \"workload\" and \"ms\"" : string.Join(", ", printed))}.");
        }
    }

    /// <summary>What both ran, in milliseconds, a round each.</summary>
    IEnumerable<(string Workload, string Peer, List<double> Ours, List<double> Theirs)> Rows =>
        from run in times
        where run.Key.Peer != Ours && times.ContainsKey((Ours, run.Key.Workload))
        select (run.Key.Workload, run.Key.Peer, times[(Ours, run.Key.Workload)], run.Value);

    public void Print(bool json)
    {
        if (json)
        {
            foreach (var (workload, peer, ours, theirs) in Rows)
            {
                JsonLine.Write(line => Write(line, workload, peer, ours, theirs));
            }

            return;
        }

        Table table = new Table().AddColumns("workload", "peer", "ours, ms", "theirs, ms", "ours / theirs");
        foreach (var (workload, peer, ours, theirs) in Rows)
        {
            (double our, double their) = (Median(ours), Median(theirs));
            table.AddRow(new Text(workload), new Text(peer), new Text($"{our:0.0000}"), new Text($"{their:0.0000}"),
                new Text($"{our / their:0.000}"));
        }

        AnsiConsole.Write(table);
    }

    static void Write(Utf8JsonWriter line, string workload, string peer, List<double> ours, List<double> theirs)
    {
        line.WriteString("workload", workload);
        line.WriteString("peer", peer);
        line.WriteNumber("oursMs", Median(ours));
        line.WriteNumber("theirsMs", Median(theirs));
        line.WriteNumber("ratio", Math.Round(Median(ours) / Median(theirs), 4));
        Write(line, "oursRounds", ours);
        Write(line, "theirsRounds", theirs);
    }

    static void Write(Utf8JsonWriter line, string name, List<double> rounds)
    {
        line.WriteStartArray(name);
        rounds.ForEach(line.WriteNumberValue);
        line.WriteEndArray();
    }

    void Run(string peer, string what, ProcessStartInfo start)
    {
        Console.Error.WriteLine($"running {what} ...");
        start.RedirectStandardOutput = true;
        using Process process = Start(start);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (Read(line) is var (workload, ms))
            {
                (times.TryGetValue((peer, workload), out var known) ? known : times[(peer, workload)] = []).Add(ms);
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

    ProcessStartInfo OurProcess(string[] names) => ThisProgram.With(["bench", .. names, "--json", .. ourArguments]);

    static ProcessStartInfo Shell(string command) =>
        OperatingSystem.IsWindows() ? new("cmd", ["/c", command]) : new("/bin/sh", ["-c", command]);

    static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
