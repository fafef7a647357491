using System.CommandLine;
using System.Globalization;

namespace VkLearn.Cli;

/// <summary><c>vklearn bench</c>: the time of a step of each workload.</summary>
static class BenchCommand
{
    static IEnumerable<string> Known => Workload.All.Select(workload => workload.Name).Concat(LearningRun.All.Select(run => run.Name));

    public static Command Make()
    {
        Argument<string[]> names = new("WORKLOAD")
        {
            Description = $"Names, or parts of them, of: " +
                $"{string.Join(", ", Workload.All.Select(workload => workload.Name))}. By default all.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        names.Validators.Add(result =>
        {
            foreach (string name in result.Tokens.Select(token => token.Value).Where(name => !Known.Any(known => known.Contains(name))))
            {
                result.AddError($"there is no workload \"{name}\". Known: {string.Join(", ", Known)}.");
            }
        });
        Option<bool> json = new("--json") { Description = "One JSON line a workload (or kernel); also when the output is no terminal." };
        Option<string?> device = RunCommand.DeviceOption();
        Option<string[]> against = new("--against")
        {
            Description = "Another bench's command, to run in turn with ours; {} in it stands for a workload's name. May be given again.",
            HelpName = "COMMAND",
        };
        Option<int> rounds = new("--rounds")
        {
            Description = "With --against: how often each is run; medians are compared.",
            HelpName = "N",
            DefaultValueFactory = _ => 3,
        };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--rounds must be 1 or more.");
            }
        });
        Option<double> seconds = new("--seconds")
        {
            Description = "How long each workload is timed, but at least 5 steps and at most 500.",
            HelpName = "S",
            DefaultValueFactory = _ => 4,
        };
        Option<string?> learn = new("--learn")
        {
            Description = "Instead: seconds of training until test accuracies are reached, on the MNIST-like idx files of a directory.",
            HelpName = "DIR",
        };
        Option<uint> seed = new("--seed")
        {
            Description = "Where a learning run's random numbers start.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        Option<bool> kernels = new("--kernels") { Description = "Instead: where a step's time goes, by kernel and shapes." };
        Command command = new("bench", "Time workloads: the median step in milliseconds.")
            { names, json, device, seconds, against, rounds, learn, seed, kernels };
        command.SetAction(parsed =>
        {
            string[] asked = parsed.GetValue(names) ?? [];
            if (parsed.GetValue(learn) is { } directory)
            {
                Learn(asked, parsed.GetValue(device), directory, parsed.GetValue(seed));
            }
            else if (parsed.GetValue(against) is { Length: > 0 } peers)
            {
                string[] onDevice = parsed.GetValue(device) is { } chosen ? ["--device", chosen] : [];
                string[] workloads = [.. Workload.Asked(asked).Select(workload => workload.Name)];
                string[] ours = [.. onDevice, "--seconds", parsed.GetValue(seconds).ToString(CultureInfo.InvariantCulture)];
                Compare(new PeerComparison(workloads, ours, peers, parsed.GetValue(rounds)), parsed.GetValue(json));
            }
            else if (parsed.GetValue(kernels))
            {
                PrintKernels(asked, parsed.GetValue(device), parsed.GetValue(json));
            }
            else
            {
                Time(asked, parsed.GetValue(device), TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                    parsed.GetValue(json) || Console.IsOutputRedirected);
            }

            return 0;
        });
        return command;
    }

    static void Learn(string[] asked, string? device, string directory, uint seed)
    {
        foreach (LearningRun run in LearningRun.All.Where(run => asked.Length == 0 || asked.Any(run.Name.Contains)))
        {
            run.Run(device, directory, seed);
        }
    }

    static void Compare(PeerComparison comparison, bool json)
    {
        comparison.Run();
        comparison.Print(json);
    }

    static void PrintKernels(string[] asked, string? device, bool json)
    {
        foreach (Workload workload in Workload.Asked(asked))
        {
            KernelTimes times = KernelTimes.Of(workload, device);
            if (json)
            {
                times.Write();
            }
            else
            {
                Console.WriteLine(times);
            }
        }
    }

    static void Time(string[] asked, string? device, TimeSpan longest, bool json)
    {
        foreach (Workload workload in Workload.Asked(asked))
        {
            Measurement measured = Measurement.Of(workload, device, longest);
            if (json)
            {
                JsonLine.Write(measured.Write);
            }
            else
            {
                Console.WriteLine(measured);
            }
        }
    }
}
