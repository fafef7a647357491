using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Tests.Compile;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners;

/// <summary>
/// Images of 8 x 8 with one line each, across or down: 16 of them, which three numbers can tell apart but three principal components
/// cannot.
/// </summary>
[Collection("gpu")]
public sealed class AutoencoderLearnerTests(PlainGpu plain)
{
    const int Side = 8, Kinds = 2 * Side, Batch = 64;
    const double OfMean = 7; // the error of who always says the mean image: of each pixel 1/8 (1 - 1/8), but for whose line it is

    static readonly Corruption masked = new(CorruptionKind.Masking, 0.05f);

    public static TheoryData<string> Variants =>
        ["plain", "squared", "masking", "gaussian", "salt and pepper", "tied", "sparse", "L1", "convolutional", "pretrained"];

    /// <summary>Each variant comes to make them far better than their principal components can.</summary>
    [Theory, MemberData(nameof(Variants))]
    public void Learns(string variant)
    {
        plain.Gpu.Seed(1);
        Session.Of(plain.Gpu).Counters.Clock.Write(0);
        using AutoencoderLearner learner = Make(variant);
        using Dataset data = Lines();
        learner.Survey(plain.Gpu, data);
        using Trainer trainer = new(plain.Gpu, learner, data, Batch);
        using Estimate test = learner.EstimateOn(plain.Gpu, data)!;
        double before = test.Run()["reconstructionError"];
        trainer.Run(400);
        EvaluationMetrics after = test.Run();
        Assert.InRange(before, 5, 40);
        Assert.InRange(after["pcaError"], 0.6 * OfMean, OfMean);
        Assert.InRange(after["reconstructionError"], 0, 0.5 * after["pcaError"]);
    }

    /// <summary>Codes are on about as often as asked for, and else more often.</summary>
    [Fact]
    public void CodesBecomeSparse()
    {
        double Mean(CodePenalty? penalty)
        {
            plain.Gpu.Seed(1);
            using AutoencoderLearner learner = new(
                Autoencoder.Of([Side * Side, 16], () => new Relu(), () => new Sigmoid()), new Adam(1e-2f)) { Sparsity = penalty };
            using Dataset data = Lines();
            using Trainer trainer = new(plain.Gpu, learner, data, Batch, watch: ["code"]);
            trainer.Run(200);
            return Tensor.At(plain.Gpu, trainer.Find("code")!.Value).ToArray(plain.Gpu).Average();
        }

        Assert.InRange(Mean(new(CodePenaltyKind.KullbackLeibler, 5, Target: 0.1f)), 0.05, 0.16);
        Assert.InRange(Mean(null), 0.3, 0.8);
    }

    /// <summary>In the middle of a stage too, with noise and momentum.</summary>
    [Theory, InlineData("masking", 7), InlineData("pretrained", 3), InlineData("pretrained", 4), InlineData("pretrained", 13)]
    public void GoesOnToTheSameBits(string variant, int steps)
    {
        const int all = 15;
        string unbroken = Run(all, 0), broken = Run(steps, all - steps);
        Assert.Equal(unbroken, broken);
        Assert.NotEqual(unbroken, Run(all - 1, 0));

        string Run(int first, int then)
        {
            Snapshot snapshot;
            using (AutoencoderLearner learner = Make(variant, pretrained: 1))
            {
                using Dataset data = Lines();
                using Trainer trainer = Begin(learner, data, seed: 5);
                trainer.Run(first);
                if (then == 0)
                {
                    return WeightsHash.Of(learner);
                }

                snapshot = trainer.Capture();
            }

            using AutoencoderLearner other = Make(variant, pretrained: 1);
            using Dataset again = Lines();
            using Trainer next = Begin(other, again, seed: 9);
            next.Run(2);
            next.Restore(snapshot);
            next.Run(then);
            return WeightsHash.Of(other);
        }

        Trainer Begin(AutoencoderLearner learner, Dataset data, uint seed)
        {
            plain.Gpu.Seed(seed);
            Session.Of(plain.Gpu).Counters.Clock.Write(0);
            return new(plain.Gpu, learner, data, Batch);
        }
    }

    /// <summary>The numbers that it ends with are those of its test, the sum over pixels and the mean over all items, by their own names.
    /// </summary>
    [Fact]
    public void ItsErrorIsTheSumOverPixelsOfAllItems()
    {
        plain.Gpu.Seed(1);
        using AutoencoderLearner learner = Make("plain");
        using Dataset data = Lines(), odd = Lines(count: 37);
        using Trainer trainer = new(plain.Gpu, learner, data, Batch);
        trainer.Run(20);
        using Estimate estimate = learner.EstimateOn(plain.Gpu, odd)!;
        float[] items = Pixels(37);
        using Recording answer = plain.Gpu.Record(() => learner.Answer(Tensor.From(items, [37, 1, Side, Side])), training: false);
        answer.Replay();
        double expected = answer.Result.ToArray().Zip(items, (a, b) => Math.Pow(a - b, 2)).Sum() / 37;
        EvaluationMetrics told = estimate.Run();
        Assert.Equal(expected, told["reconstructionError"], 1e-3);
        Assert.Equal(37, told.Count);
        Assert.Null(told.Values.Find("pcaError"));
    }

    [Fact]
    public void GoesFromOneItemToAnother()
    {
        plain.Gpu.Seed(1);
        using AutoencoderLearner learner = Make("plain");
        using Dataset data = Lines();
        Assert.Contains("no items yet", Assert.Throws<InvalidOperationException>(() =>
            plain.Gpu.Record(() => learner.Samplers[0].Step()["between"], training: false)).Message);
        learner.Survey(plain.Gpu, data);
        Tensor first = data.First(plain.Gpu, 16);
        using Recording both = plain.Gpu.Record(
            () => [learner.Samplers[0].Step()["between"], learner.Answer(first)], training: false);
        both.Replay();
        Assert.Equal([64, 1, Side, Side], both.Results[0].Shape.ToArray());
        float[] between = both.Results[0].ToArray(), ends = both.Results[1].ToArray();
        const int size = Side * Side;
        Assert.All(Enumerable.Range(0, size), i =>
        {
            Assert.Equal(ends[i], between[i], 1e-5);
            Assert.Equal(ends[8 * size + i], between[7 * size + i], 1e-5);
        });
    }

    [Fact]
    public void TiedWeightsAreNotPretrained() => Assert.Contains("of the encoder's 1; there are 0. Use tied: false", Assert.Throws<
        ArgumentException>(() => new AutoencoderLearner(Autoencoder.Of([4, 2], () => new Sigmoid(), tied: true), new Adam(1e-2f),
        machines: [new(1, 0.1f)])).Message);

    static AutoencoderLearner Make(string variant, int pretrained = 20) => new(
        variant == "convolutional" ? Convolutional() : Autoencoder.Of(
            variant is "sparse" or "L1" ? [Side * Side, 24] : [Side * Side, 32, 3],
            variant == "pretrained" ? () => new Sigmoid() : () => new Elu(),
            variant == "sparse" ? () => new Sigmoid() : null, tied: variant == "tied"),
        new Adam(1e-2f), principalComponents: 3,
        variant == "pretrained" ? [new(pretrained, 0.2f), new(pretrained, 0.05f)] : null)
    {
        Loss = variant == "squared" ? ReconstructionLoss.SquaredError : ReconstructionLoss.CrossEntropy,
        Corruption = variant switch
        {
            "masking" => masked,
            "gaussian" => new(CorruptionKind.Gaussian, 0.1f),
            "salt and pepper" => new(CorruptionKind.SaltAndPepper, 0.05f),
            _ => null,
        },
        Sparsity = variant == "sparse" ? new(CodePenaltyKind.KullbackLeibler, 0.5f, 0.1f)
            : variant == "L1" ? new(CodePenaltyKind.L1, 0.01f) : null,
    };

    static Autoencoder Convolutional() => new(
        new Sequential(new Conv2d(1, 8, 3, stride: 2, padding: 1), new Elu(), new Dense(128, 3)),
        new Sequential(new Dense(3, 128), new Elu(), new Unflatten([8, 4, 4]), new ConvTranspose2d(8, 1, 4, stride: 2, padding: 1)));

    static Dataset Lines(int count = 5 * Batch) => Dataset.From(Pixels(count), new int[count], [1, Side, Side]);

    static float[] Pixels(int count) => [.. Enumerable.Range(0, count).SelectMany(item => Enumerable.Range(0, Side * Side)
        .Select(pixel => (item % Kinds < Side ? pixel / Side : pixel % Side) == item % Side ? 1f : 0f))];
}
