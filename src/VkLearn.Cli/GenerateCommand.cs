using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Learners;
using VkLearn.Training;

namespace VkLearn.Cli;

/// <summary><c>vklearn generate FILE</c>: a trained language model writes on after a prompt.</summary>
static class GenerateCommand
{
    const string PromptName = "--prompt";

    public static Command Make()
    {
        Command command = new("generate", "Write on with a trained language model.");
        CheckpointScene checkpoint = new(command);
        Option<string> prompt = new(PromptName)
        {
            Description = "What it goes on after; by default a line's end.", DefaultValueFactory = _ => "", HelpName = "TEXT",
        };
        Option<int> length = new("--length") { Description = "Tokens to write.", DefaultValueFactory = _ => 500, HelpName = "N" };
        Option<float> temperature = Number("--temperature", 1, "Below 1 likelier tokens are likelier still; 0: the likeliest is taken.");
        Option<int> topK = new("--top-k") { Description = "Only of so many of the likeliest tokens.", HelpName = "N" };
        Option<float> topP = Number("--top-p", 1, "Only of the likeliest tokens that have this probability together.");
        Option<int> beam = new("--beam") { Description = "Look for the likeliest text, so many ways at a time.", HelpName = "N" };
        Option<uint?> seed = new("--seed") { Description = "Where random numbers begin; by default the scene's.", HelpName = "N" };
        Option<string?> device = RunCommand.DeviceOption();
        Option<bool> json = new("--json") { Description = "One JSON line." };
        foreach (Option option in new Option[] { prompt, length, temperature, topK, topP, beam, seed, device, json })
        {
            command.Add(option);
        }

        Check(length, value => value is >= 1 and <= 10_000_000, "from 1 to 10,000,000");
        Check(temperature, value => value is >= 0 and <= 100, "from 0 to 100");
        Check(topK, value => value >= 1, "from 1 on");
        Check(topP, value => value is > 0 and <= 1, "above 0 and at most 1");
        Check(beam, value => value is >= 1 and <= 1000, "from 1 to 1000");
        command.SetAction(parsed =>
        {
            (SceneFile of, DataSource source) = checkpoint.Read(parsed, data: null);
            using GpuDevice gpu = GpuDevice.Open(new GpuOptions { Device = parsed.GetValue(device) });
            gpu.Seed(parsed.GetValue(seed) ?? (uint)of.Seed);
            LanguageModelLearner learner = LanguageModelOf(checkpoint.LearnerOf(parsed, of, gpu, source.Fields), checkpoint.FileOf(parsed));
            int[] begin = learner.Vocabulary!.Encode(parsed.GetValue(prompt)!, PromptName);
            TokenChoice choice = new(parsed.GetValue(temperature), parsed.GetValue(topK), parsed.GetValue(topP));
            Stopwatch clock = new();
            IEnumerable<int[]> written = parsed.GetValue(beam) is > 0 and var width
                ? Searched(gpu, learner, begin, parsed.GetValue(length), width, clock)
                : Drawn(gpu, learner, begin, parsed.GetValue(length), choice, clock);
            Print(written, learner.Vocabulary, parsed.GetValue(prompt)!, parsed.GetValue(json), clock);
        });
        return command;
    }

    static Option<float> Number(string name, float usual, string about) =>
        new(name) { Description = about, DefaultValueFactory = _ => usual, HelpName = "X" };

    static void Check<T>(Option<T> option, Func<T, bool> isFine, string range) => option.Validators.Add(result =>
    {
        if (result is { Implicit: false, Errors: var errors } && !errors.Any() && !isFine(result.GetValueOrDefault<T>()!))
        {
            result.AddError($"{option.Name} must be {range}, received {result.Tokens.LastOrDefault()}.");
        }
    });

    /// <exception cref="DataException">It is of another sort of learner.</exception>
    static LanguageModelLearner LanguageModelOf(Learner learner, string file) => learner as LanguageModelLearner
        ?? throw new DataException(file, $"is of a {learner.GetType().Name}, which writes nothing; a LanguageModel does");

    static IEnumerable<int[]> Drawn(
        GpuDevice gpu, LanguageModelLearner learner, int[] prompt, int length, TokenChoice choice, Stopwatch clock)
    {
        using TextGenerator generator = new(gpu, learner, choice);
        clock.Start();
        foreach (int[] part in generator.Write(prompt, length))
        {
            yield return part;
        }

        clock.Stop();
    }

    static IEnumerable<int[]> Searched(GpuDevice gpu, LanguageModelLearner learner, int[] prompt, int length, int width, Stopwatch clock)
    {
        using BeamSearch search = new(gpu, learner, width);
        clock.Start();
        yield return search.Write(prompt, length).Tokens;
        clock.Stop();
    }

    /// <summary>As it comes, but for bytes, of which several may be one letter.</summary>
    static void Print(IEnumerable<int[]> written, Vocabulary vocabulary, string prompt, bool json, Stopwatch clock)
    {
        if (!json && vocabulary.Unit != TokenUnit.Byte)
        {
            Console.Write(prompt);
            foreach (int[] part in written)
            {
                Console.Write(vocabulary.Decode(part));
            }

            Console.WriteLine();
            return;
        }

        int[] tokens = [.. written.SelectMany(part => part)];
        string text = vocabulary.Decode(tokens);
        if (!json)
        {
            Console.WriteLine(prompt + text);
            return;
        }

        JsonLine.Write(line =>
        {
            line.WriteString("event", "done");
            line.WriteString("prompt", prompt);
            line.WriteString("text", text);
            line.WriteNumber("tokens", tokens.Length);
            line.WriteNumber("seconds", Math.Round(clock.Elapsed.TotalSeconds, 3));
        });
    }
}
