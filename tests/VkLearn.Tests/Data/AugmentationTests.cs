using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class AugmentationTests(GpuFixture fixture) : OpTests(fixture)
{
    static readonly Augmentation all = new(Crop: 2, Flip: true, Rotation: 10, Alpha: 20, Sigma: 4);

    static Dataset Digits(Augmentation? augmentation, int count = 45)
    {
        (byte[] images, byte[] labels) = DrawnDigits.Make(count, seed: 1);
        Dataset digits = Dataset.From(images, Array.ConvertAll(labels, label => (int)label), [1, 28, 28], "train");
        digits.Augmentation = augmentation;
        return digits;
    }

    [Fact]
    public void NothingToDoIsNothingDone()
    {
        Tensor images = Tensor.Zeros([2, 1, 4, 4]);
        Assert.Same(images, new Augmentation().Apply(images));
        Assert.Same(images, new Augmentation(Sigma: 9).Apply(images));
    }

    [Fact]
    public void OnlyTrainingIsAugmented()
    {
        float[] plain = Batch(null, training: true), augmented = Batch(all, training: true);
        Assert.NotEqual(plain, augmented);
        Assert.All(augmented, value => Assert.InRange(value, 0, 1.00001f));
        Assert.Equal(Batch(null, training: false), Batch(all, training: false));
    }

    [Fact]
    public void EachStepIsAugmentedInANewWayAndAgainInTheSameWay()
    {
        float[] first = Batch(all, training: true, clock: 1), second = Batch(all, training: true, clock: 2);
        Assert.NotEqual(first, second);
        Assert.Equal(first, Batch(all, training: true, clock: 1));
    }

    float[] Batch(Augmentation? augmentation, bool training, uint clock = 0)
    {
        Gpu.Seed(4);
        Session.Of(Gpu).Counters.Clock.Write(clock);
        Dataset digits = Digits(augmentation);
        using Recording recording = Gpu.Record(() => digits.NextBatch(16)["image"], training);
        recording.Replay();
        return recording.Result.ToArray();
    }

    /// <summary>Uniform numbers, of deviation 1 / sqrt(3), smoothed by a Gaussian in two dimensions: alpha / (sqrt(3) 2 sigma sqrt(pi)).
    /// </summary>
    [Theory, InlineData(34, 4, 1.38), InlineData(10, 2, 0.81)]
    public void ElasticFieldsAreSmoothAndAsStrongAsTheirFormula(float alpha, float sigma, double deviation)
    {
        const int n = 200, side = 40, middle = side / 2;
        float[] field = Run(_ => new Augmentation(Alpha: alpha, Sigma: sigma).Displacement([n, 1, side, side]));
        float[][] maps = [.. field.Chunk(side * side)];
        Assert.Equal(2 * n, maps.Length);
        double Mean(Func<float[], double> of) => maps.Average(of);
        double At(float[] map, int right) => map[middle * side + middle + right];
        double variance = Mean(map => At(map, 0) * At(map, 0));
        Assert.InRange(Math.Sqrt(variance), 0.88 * deviation, 1.12 * deviation);
        Assert.InRange(Mean(map => At(map, 0)), -4 * deviation / 20, 4 * deviation / 20);
        double together = Mean(map => At(map, 0) * At(map, (int)(2 * sigma))) / variance; // exp(-d² / 4 sigma²) at d = 2 sigma
        Assert.InRange(together, Math.Exp(-1) - 0.15, Math.Exp(-1) + 0.15);
    }

    [Fact]
    public void AgreesWithFloat64AsAWhole() => Check("Augmentation", x => [all.Apply(x[0])],
        new Tolerance(Forward: 1e-4, Differentiable: false), Input.Between(0, 1, [6, 2, 12, 10]));

    [Theory, InlineData(0), InlineData(7), InlineData(20)]
    public void ATrainingGoesOnToTheSameBits(int steps)
    {
        using Trainer unbroken = Make(all, out Sequential expected);
        unbroken.Run(20);
        using Trainer first = Make(all, out _);
        first.Run(steps);
        Snapshot snapshot = first.Capture();

        using Trainer second = Make(all, out Sequential model);
        second.Run(3);
        second.Restore(snapshot);
        second.Run(20 - steps);

        Assert.Equal(WeightsHash.Of(expected), WeightsHash.Of(model));
    }

    [Fact]
    public void ATrainingDoesNotGoOnWithOthers()
    {
        using Trainer first = Make(all, out _), second = Make(all with { Crop = 3 }, out _);
        Assert.Contains("crop 2, flip True, rotation 10, elastic 20 4, is ",
            Assert.Throws<DataException>(() => second.Restore(first.Capture())).Message);
    }

    Trainer Make(Augmentation augmentation, out Sequential model)
    {
        Gpu.Seed(5);
        Session.Of(Gpu).Counters.Clock.Write(0); // as in a process of its own
        model = new(new Dense(784, 8), new Relu(), new Dropout(0.2f), new Dense(8, 10));
        return new(Gpu, new Classifier(model, new Adam(1e-2f)), Digits(augmentation), batchSize: 10);
    }

    [Fact]
    public void ScenesSayIt()
    {
        Assert.Equal(new Augmentation(4, true, 10, 34, 4),
            Read("""{"crop": 4, "flip": true, "rotation": 10, "elastic": {"alpha": 34, "sigma": 4}}"""));
        Assert.Equal(new Augmentation(Crop: 2), Read("""{"crop": 2}"""));
        Assert.Contains("Did you mean \"crop\"?", Assert.Throws<SettingsException>(() => Read("""{"crops": 2}""")).Message);
        Assert.Contains("\"alpha\" is missing", Assert.Throws<SettingsException>(() => Read("""{"elastic": {"sigma": 4}}""")).Message);
        Assert.Contains("\"rotation\" must be a number from 0 to 180",
            Assert.Throws<SettingsException>(() => Read("""{"rotation": "a"}""")).Message);
    }

    static Augmentation Read(string json) => Augmentation.Read(Settings.Parse("test", System.Text.Encoding.UTF8.GetBytes(json)));

    [Theory, InlineData(-1, 4), InlineData(float.NaN, 4), InlineData(1, 0), InlineData(float.PositiveInfinity, 1)]
    public void NumbersOutOfRangeAreRefused(float alpha, float sigma) =>
        Assert.StartsWith("Augmentation: alpha must be 0 or more and sigma above 0 pixels", Assert.Throws<ArgumentException>(
            () => new Augmentation(Alpha: alpha, Sigma: sigma).Apply(Tensor.Zeros([1, 1, 4, 4]))).Message);
}
