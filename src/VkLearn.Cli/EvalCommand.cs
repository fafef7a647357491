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
        Argument<string> weights = new("FILE") { Description = "A safetensors file: a checkpoint, or weights of another program." };
        Option<string?> scene = CheckpointScene.Option();
        Option<string?> data = RunCommand.DataOption();
        Option<string?> device = RunCommand.DeviceOption();
        Option<string[]> set = RunCommand.SetOption();
        Option<bool> json = new("--json") { Description = "One JSON line." };
        Command command = new("eval", "Test a trained model on a data set; by default on its scene's.")
        {
            weights, scene, data, device, set, json,
        };
        CheckpointScene.Validate(command, scene, set);
        command.SetAction(parsed =>
        {
            string file = parsed.GetRequiredValue(weights);
            SceneFile of = CheckpointScene.Of(file, parsed.GetValue(scene), RunCommand.Changes(parsed, set));
            DataSource source = RunCommand.DataOf(of, parsed.GetValue(data));
            using GpuDevice gpu = GpuDevice.Open(new GpuOptions { Device = parsed.GetValue(device) });
            gpu.Seed((uint)of.Seed);
            of.Learner.Models[0].Load(gpu, file);
            Print(Test(gpu, of, source.Load(gpu).Test), parsed.GetValue(json));
        });
        return command;
    }

    static EvaluationMetrics Test(GpuDevice gpu, SceneFile scene, Dataset test)
    {
        using Evaluator evaluator = new(gpu, scene.Learner, test);
        return evaluator.Run();
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
