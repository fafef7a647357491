using System.CommandLine;
using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Cli;

/// <summary><c>vklearn eval FILE</c>: a trained model tested on a data set.</summary>
static class EvalCommand
{
    public static Command Make()
    {
        Command command = new("eval", "Test a trained model on a data set; by default on its scene's.");
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
            Dataset test = source.Load(gpu).Test;
            Learner learner = checkpoint.LearnerOf(parsed, of, gpu, test.Fields);
            Print(Test(gpu, learner, test, checkpoint.FileOf(parsed)), parsed.GetValue(json));
        });
        return command;
    }

    /// <exception cref="NanException">A metric is no finite number.</exception>
    static EvaluationMetrics Test(GpuDevice gpu, Learner learner, Dataset test, string file)
    {
        using Evaluator evaluator = new(gpu, learner, test);
        EvaluationMetrics metrics = evaluator.Run();
        return metrics.Values.FirstNotFinite is { } metric ? throw new NanException(
            $"The {metric.Name} of {file} on {metrics.Count} items is not a finite number. Are weights or items such?") : metrics;
    }

    static void Print(EvaluationMetrics test, bool json)
    {
        if (json)
        {
            JsonLine.Write(line =>
            {
                line.WriteString("event", "done");
                line.WriteNumber("items", test.Count);
                line.WriteStartObject("metrics");
                foreach ((string name, MetricValue value) in new TestResult(TestResult.Test, 0, test).Named)
                {
                    line.WriteNumber(name, (float)value.Value);
                }

                line.WriteEndObject();
            });
        }
        else
        {
            string metrics = string.Join("  ", test.Values.Select(value => $"{value.Metric.Name} {value.Text}"));
            Console.WriteLine($"test {metrics}  of {test.Count} items");
        }
    }
}
