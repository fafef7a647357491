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
        Command command = new("infer", "Answer with a trained model.");
        CheckpointScene checkpoint = new(command);
        Option<string> input = new("--input")
        {
            Description = "An image, brought to the model's size as those that it learned from, or an idx file; labels beside it "
                + "give the accuracy.",
            HelpName = "IMAGE|IDX",
            Required = true,
        };
        Option<bool> invert = new("--invert") { Description = "Light for dark: MNIST's digits are white on black, ink on paper is not." };
        Option<string?> device = RunCommand.DeviceOption();
        Option<bool> json = new("--json") { Description = "One JSON line an item, and one at the end." };
        foreach (Option option in new Option[] { input, invert, device, json })
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            string asked = parsed.GetRequiredValue(input);
            InferInput.CheckThere(asked);
            (SceneFile of, DataSource source) = checkpoint.Read(parsed, data: null);
            InferInput items = InferInput.Read(asked, source.Item);
            IReadOnlyList<string> names = source.ClassNames;
            IInferReport report = parsed.GetValue(json) ? new JsonInferReport(names) : new ConsoleInferReport(names);
            using GpuDevice gpu = GpuDevice.Open(new GpuOptions { Device = parsed.GetValue(device) });
            gpu.Seed((uint)of.Seed);
            Answer(gpu, checkpoint.LearnerOf(parsed, of, gpu), parsed.GetValue(invert) ? items.Inverted() : items, report);
        });
        return command;
    }

    /// <exception cref="NanException">An answer is no finite number.</exception>
    static void Answer(GpuDevice gpu, Learner learner, InferInput items, IInferReport report)
    {
        int[] labels = items.Labels ?? Enumerable.Repeat(-1, items.Count).ToArray();
        using Predictor predictor = new(gpu, learner, Dataset.From(items.Bytes, labels, items.Item));
        int right = 0, index = 0;
        foreach (float[] probabilities in predictor.Run())
        {
            if (!probabilities.All(float.IsFinite))
            {
                throw new NanException($"The answer to item {index} is not a finite number. Are the weights such?");
            }

            Answer answer = new(index, probabilities, items.Labels?[index]);
            report.Item(answer);
            (right, index) = (right + (answer.IsRight ? 1 : 0), index + 1);
        }

        report.Done(index, items.Labels is null ? null : right);
    }
}
