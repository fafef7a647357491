using System.CommandLine;
using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Cli;

/// <summary><c>vklearn eval FILE</c>: a trained model tested on a data set, and what its learner finds out about itself at the end of a
/// training.</summary>
static class EvalCommand
{
    public static Command Make()
    {
        Command command = new("eval", "Test a trained model on a data set, by default its scene's, as a run does at its end.");
        CheckpointScene checkpoint = new(command);
        Option<string?> data = RunCommand.DataOption();
        Option<string?> device = RunCommand.DeviceOption();
        Option<bool> json = new("--json") { Description = "One JSON line." };
        command.Add(data);
        command.Add(device);
        command.Add(json);
        command.SetAction(parsed =>
        {
            (SceneFile of, DataSource source) = checkpoint.Read(parsed, parsed.GetValue(data));
            using GpuDevice gpu = GpuDevice.Open(new GpuOptions { Device = parsed.GetValue(device) });
            gpu.Seed((uint)of.Seed);
            Splits items = source.Load(gpu);
            Learner learner = checkpoint.LearnerOf(parsed, of, gpu, items.Test.Fields);
            Print(Assess(gpu, learner, items, checkpoint.FileOf(parsed)), parsed.GetValue(json));
        });
        return command;
    }

    /// <exception cref="DataException">There is nothing to be found out about it.</exception>
    static IEnumerable<TestResult> Assess(GpuDevice gpu, Learner learner, Splits data, string file)
    {
        using Evaluator test = new(gpu, learner, data.Test);
        using Estimate? estimate = learner.EstimateOn(gpu, data);
        if (!test.HasTest && estimate is null)
        {
            throw new DataException(file, "is of a learner that is not tested: nothing of it is a number of right and wrong.");
        }

        if (test.HasTest)
        {
            yield return Found(TestResult.Test, test, file);
        }

        if (estimate is not null)
        {
            yield return Found(TestResult.Estimate, estimate, file);
        }
    }

    /// <exception cref="NanException">A metric is no finite number.</exception>
    static TestResult Found(string name, IAssessment assessment, string file)
    {
        EvaluationMetrics metrics = assessment.Run();
        return metrics.Values.FirstNotFinite is { } metric ? throw new NanException(
            $"The {metric.Name} of {file} on {metrics.Count} items is not a finite number. Are weights or items such?")
            : new TestResult(name, 0, metrics);
    }

    static void Print(IEnumerable<TestResult> found, bool json)
    {
        if (json)
        {
            PrintJson([.. found]);
            return;
        }

        foreach (TestResult result in found) // as each is there: an estimate may take a while
        {
            string metrics = string.Join("  ", result.Metrics.Values.Select(value => $"{value.Metric.Name} {value.Text}"));
            Console.WriteLine($"{result.Name} {metrics}  of {result.Metrics.Count} items");
        }
    }

    static void PrintJson(TestResult[] found) => JsonLine.Write(line =>
    {
        line.WriteString("event", "done");
        line.WriteNumber("items", found[0].Metrics.Count);
        line.WriteStartObject("metrics");
        foreach ((string name, MetricValue value) in found.SelectMany(result => result.Named))
        {
            line.WriteNumber(name, (float)value.Value);
        }

        line.WriteEndObject();
    });
}
