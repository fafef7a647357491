using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Ops;
using VkLearn.Optimizers;
using VkLearn.Tests.Compile;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners.Speech;

[Collection("gpu")]
public sealed class CtcLearnerTests(PlainGpu gpu)
{
    const int Steps = 6, Classes = 2;

    /// <summary>One step or two of each word, told by the input itself, and silence between.</summary>
    static Dataset Words(int count, string name)
    {
        (float[] inputs, int[] labels, int[] lengths) = (new float[count * Steps * 3], new int[count * 2], new int[count]);
        System.Random random = new(count);
        for (int i = 0; i < count; i++)
        {
            int[] words = [random.Next(Classes), random.Next(Classes + 1) - 1];
            int[] path = words[1] < 0 ? [words[0], words[0]] : [words[0], words[0], Classes, words[1]];
            (labels[2 * i], labels[2 * i + 1], lengths[i]) = (words[0], words[1], path.Length);
            for (int t = 0; t < path.Length; t++)
            {
                inputs[(i * Steps + t) * 3 + path[t]] = 1;
            }
        }

        return Dataset.Of(name, new Column("input", inputs, [Steps, 3], new Meaning.Quantity()),
            new Column("label", labels, [2], new Meaning.Label(["no", "yes"])),
            new Column("length", lengths, [], new Meaning.Quantity("steps")));
    }

    [Fact]
    public void ItLearnsWhatIsSaidWithoutBeingToldWhen()
    {
        gpu.Gpu.Seed(1);
        using CtcLearner learner = new(new Dense(3, Classes + 1), new Adam(5e-2f));
        Dataset test = Words(50, "test");
        using Trainer trainer = new(gpu.Gpu, learner, Words(200, "train"), batchSize: 20);
        trainer.Step.Replay(150);
        using Evaluator evaluator = new(gpu.Gpu, learner, test);
        Assert.Equal(0, evaluator.Run()["wordErrorRate"], 3);
        using Estimate estimate = learner.EstimateOn(gpu.Gpu, test)!;
        estimate.Begin();
        estimate.Parts[0].Step.Replay(estimate.Parts[0].Times);
        Assert.Equal(0, estimate.Read()["beamWordErrorRate"], 3);
    }

    [Fact]
    public void ItListensToWaves()
    {
        Sequential model = new(new LogMel(new Framing(240, 160), new MelFilter(20, 8000), 9), new PermuteAxes(0, 2, 1), new Dense(20, 11));
        CtcLearner learner = new(model, new Adam(1e-3f));
        Splits data = new DrawnDigitStringsSource(4, 4, 2, 4, 1, 0, 2).Load(gpu.Gpu);
        learner.Survey(gpu.Gpu, data);
        using Recording recording = gpu.Gpu.Record(
            () => [.. learner.Samplers[0].Step().OrderBy(one => one.Key).Select(one => one.Value)], training: false);
        recording.Replay();
        Shape[] shapes = [.. recording.Results.Select(result => result.Shape)];
        Assert.Equal([[11, 99], [20, 99], [16_000]], shapes); // probabilities, spectrum, wave
        Assert.Equal(data.Test.Read("wave")[..16_000], recording.Results[2].ToArray());
    }

    [Fact]
    public void AModelThatDoesNotFitIsRefused()
    {
        CtcLearner learner = new(new Dense(3, Classes), new Adam(1e-3f));
        Assert.Contains("End it with outFeatures: 3", Assert.ThrowsAny<ArgumentException>(
            () => new Trainer(gpu.Gpu, learner, Words(20, "train"), batchSize: 4)).Message);
    }
}
