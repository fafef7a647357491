using System.CommandLine;
using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Cli;

/// <summary><c>vklearn infer FILE</c>: a trained model's answers.</summary>
static class InferCommand
{
    public static Command Make()
    {
        Argument<string> weights = new("FILE")
        {
            Description = "A safetensors file: a checkpoint, or weights of another program (matrices as PyTorch has them).",
        };
        Option<string?> scene = CheckpointScene.Option();
        Option<string> input = new("--input")
        {
            Description = "An image, brought to the model's size, or an idx file; labels beside it give the accuracy.",
            HelpName = "IMAGE|IDX",
            Required = true,
        };
        Option<bool> invert = new("--invert") { Description = "Light for dark: MNIST's digits are white on black, ink on paper is not." };
        Option<string?> device = RunCommand.DeviceOption();
        Option<string[]> set = RunCommand.SetOption();
        Option<bool> json = new("--json") { Description = "One JSON line an item, and one at the end." };
        Command command = new("infer", "Answer with a trained model.") { weights, scene, input, invert, device, set, json };
        CheckpointScene.Validate(command, scene, set);
        command.SetAction(parsed =>
        {
            string file = parsed.GetRequiredValue(weights);
            SceneFile of = CheckpointScene.Of(file, parsed.GetValue(scene), RunCommand.Changes(parsed, set));
            InferInput items = InferInput.Read(parsed.GetRequiredValue(input), of.Data.Item);
            IReadOnlyList<string> names = of.Data.ClassNames;
            IInferReport report = parsed.GetValue(json) ? new JsonInferReport(names) : new ConsoleInferReport(names);
            Answer(file, of, parsed.GetValue(invert) ? items.Inverted() : items, parsed.GetValue(device), report);
        });
        return command;
    }

    static void Answer(string file, SceneFile scene, InferInput items, string? device, IInferReport report)
    {
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { Device = device });
        scene.Learner.Models[0].Load(gpu, file);
        int[] labels = items.Labels ?? Enumerable.Repeat(-1, items.Count).ToArray();
        using Predictor predictor = new(gpu, scene.Learner, Dataset.From(items.Bytes, labels, items.Item));
        int right = 0, index = 0;
        foreach (float[] probabilities in predictor.Run())
        {
            Answer answer = new(index, probabilities, items.Labels?[index]);
            report.Item(answer);
            (right, index) = (right + (answer.IsRight ? 1 : 0), index + 1);
        }

        report.Done(index, items.Labels is null ? null : right);
    }
}
