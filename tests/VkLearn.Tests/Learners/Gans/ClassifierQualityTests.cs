using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Primitives;
using VkLearn.Tests.Compile;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners.Gans;

/// <summary>Images of 8 x 8 of two classes: the left or the right half is bright.</summary>
[Collection("gpu")]
public sealed class ClassifierQualityTests(PlainGpu gpu)
{
    const int Side = 8, Count = 1000;

    /// <summary>A generator that makes nothing but one grey image, against one whose images are as the real ones are.</summary>
    [Fact]
    public void RealImagesAreTakenForRealAndGreyOnesAreNot()
    {
        using Dataset data = Data();
        Dictionary<string, double> grey = Judge(new Dense(2, Side * Side, weight: Initializer.Zeros), data);
        Dictionary<string, double> alike = Judge(new Halves(), data);
        Assert.InRange(alike["classifierAccuracy"], 0.98, 1);
        Assert.InRange(alike["realConfidence"], 0.9, 1);
        Assert.InRange(alike["sampleConfidence"], 0.9, 1);
        Assert.InRange(alike["classMin"], 0.4, 0.5);
        Assert.InRange(alike["classMax"], 0.5, 0.6);
        Assert.Equal(1, alike["classMin"] + alike["classMax"], 1e-5);
        Assert.InRange(alike["neighbourDistance"] / alike["realNeighbourDistance"], 0.7, 1.4);
        Assert.Equal(0, grey["neighbourDistance"], 1e-3);
        Assert.InRange(grey["classMax"], 0.999, 1);
        Assert.True(grey["frechetDistance"] > 20 * alike["frechetDistance"], $"{grey["frechetDistance"]}, {alike["frechetDistance"]}");
        Assert.True(alike["frechetDistance"] > alike["frechetFloor"]);
        Assert.Equal(grey["frechetFloor"], alike["frechetFloor"]); // the same classifier, kept
        Assert.DoesNotContain("askedShare", alike.Keys);
    }

    /// <summary>What a variational autoencoder makes of its prior is judged as well, in the shape of its data, beside its bound.</summary>
    [Fact]
    public void AnAutoencodersImagesAreBetterOnceItHasLearned()
    {
        using Dataset data = Data();
        gpu.Gpu.Seed(1);
        using VaeLearner learner = new(
            new Vae(new Dense(Side * Side, 4), new Sequential(new Dense(2, 32), new Relu(), new Dense(32, Side * Side)), 2), new Adam(1e-2f))
        {
            Quality = new ClassifierQuality { Samples = Count, Epochs = 4 }, ImportanceSamples = 2,
        };
        using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 100);
        trainer.Run(1);
        using Estimate estimate = learner.EstimateOn(gpu.Gpu, new Splits(data, data))!;
        double before = estimate.Run()["frechetDistance"];
        trainer.Run(300);
        EvaluationMetrics after = estimate.Run();
        Assert.InRange(after["frechetDistance"], 0, before / 4);
        Assert.InRange(after["sampleConfidence"], 0.8, 1);
        Assert.True(double.IsFinite(after["importanceWeightedBound"]));
    }

    /// <summary>Of what is kept a torn file is as good as none.</summary>
    [Fact]
    public void ATornClassifierLearnsAgain()
    {
        using Dataset data = Data();
        using GanLearner learner = New(new Halves());
        using ClassifierEstimate estimate = (ClassifierEstimate)learner.EstimateOn(gpu.Gpu, new Splits(data, data))!;
        gpu.Gpu.Seed(1);
        estimate.Run();
        byte[] whole = File.ReadAllBytes(estimate.File);
        File.WriteAllBytes(estimate.File, whole[..(whole.Length / 2)]);
        Assert.InRange(estimate.Run()["classifierAccuracy"], 0.98, 1);
        Assert.Equal(whole.Length, new FileInfo(estimate.File).Length);
    }

    [Fact]
    public void RefusesWhatIsNoImage()
    {
        using Dataset points = Dataset.Of("points", new Column("point", [1f, 2, 3, 4], [2], new Meaning.Quantity()));
        using GanLearner learner = New(new Dense(2, 2));
        Assert.StartsWith("A classifier judges images with labels; these items are [2]", Assert.Throws<ArgumentException>(
            () => learner.EstimateOn(gpu.Gpu, new Splits(points, points))).Message);
    }

    Dictionary<string, double> Judge(Layer generator, Dataset data)
    {
        gpu.Gpu.Seed(1);
        using GanLearner learner = New(generator);
        using Estimate estimate = learner.EstimateOn(gpu.Gpu, new Splits(data, data))!;
        return estimate.Run().Values.ToDictionary(value => value.Metric.Name, value => (double)value.Value);
    }

    static GanLearner New(Layer generator) => new(
        new Players(new Sequential(generator, new Unflatten([1, Side, Side]), new Tanh()), new Dense(Side * Side, 1), 2),
        new Adam(1e-3f), new Adam(1e-3f))
    {
        Quality = new ClassifierQuality { Samples = Count, Epochs = 4 },
    };

    static Dataset Data()
    {
        System.Random random = new(1);
        int[] labels = [.. Enumerable.Range(0, 2 * Count).Select(i => i % 2)];
        float[] images = [.. labels.SelectMany(label => Enumerable.Range(0, Side * Side)
            .Select(pixel => 0.25f * random.NextSingle() + (IsRight(pixel) == (label == 1) ? 0.75f : 0)))];
        return Dataset.From(images, labels, [1, Side, Side], "halves", ["left", "right"]);
    }

    static bool IsRight(int pixel) => pixel % Side >= Side / 2;

    /// <summary>Noise to such images, before the tanh: bright is about 0.75, dark -0.75, with noise of its own.</summary>
    sealed class Halves : Layer
    {
        protected override Tensor Apply(Tensor input)
        {
            int count = input.Shape[0];
            Tensor right = Tensor.From([.. Enumerable.Range(0, Side * Side).Select(pixel => IsRight(pixel) ? 1f : -1)], [Side * Side]);
            Tensor isRight = (input.Slice(1, 0, 1) >= 0f) * 2 - 1;
            return isRight * right * (0.55f + Tensor.Uniform([count, Side * Side]) * 1.2f);
        }
    }
}
