using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Tests.Compile;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners;

[Collection("gpu")]
public sealed class VaeLearnerTests(PlainGpu gpu)
{
    const int Units = 8;

    static readonly int[] seen = [0b00001111, 0b11110000, 0b10101010, 0b00000000];

    /// <summary>Each of four states is a quarter of what is seen: at best -1.39 nats, untrained about -5.5.</summary>
    [Theory, InlineData(0), InlineData(200)]
    public void TheBoundComesNearTheBestThereIs(int warmUp)
    {
        using VaeLearner learner = New(warmUp, importanceSamples: 50);
        using Dataset data = Data();
        using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 64);
        using Evaluator test = new(gpu.Gpu, learner, data);
        double untrained = test.Run()["elbo"];
        trainer.Step.Replay(800);
        EvaluationMetrics trained = test.Run();
        using Estimate estimate = learner.EstimateOn(gpu.Gpu, new Splits(data, data))!;
        EvaluationMetrics estimated = estimate.Run();
        Assert.InRange(untrained, -9, -5);
        Assert.InRange(trained["elbo"], -2.2, -1.386);
        Assert.InRange(trained["kl"], 0.9, 2.2); // which of the four it is
        Assert.Equal(trained["elbo"], -trained["reconstruction"] - trained["kl"], 1e-3);
        Assert.InRange(estimated["elbo"], trained["elbo"] - 0.2, trained["elbo"] + 0.2);
        Assert.InRange(estimated["importanceWeightedBound"], estimated["elbo"] + 0.005, -1.386);
    }

    /// <summary>A divergence that weighs nothing is not held back.</summary>
    [Fact]
    public void TheDivergenceWeighsAsMuchAsIsSaid()
    {
        double Divergence(float beta)
        {
            using VaeLearner learner = New(beta: beta);
            using Dataset data = Data();
            using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 64);
            trainer.Step.Replay(300);
            return Test(learner, data)["kl"];
        }

        (double none, double all, double much) = (Divergence(0), Divergence(1), Divergence(20));
        Assert.True(none > 2 * all && all > 5 * much, $"{none}, {all}, {much}");
    }

    /// <summary>Also while the divergence's weight still rises.</summary>
    [Fact]
    public void ItGoesOnToTheSameBits()
    {
        string Train(Action<Trainer, Dataset> train)
        {
            using VaeLearner learner = New(warmUp: 40);
            using Dataset data = Data();
            using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 64);
            train(trainer, data);
            return WeightsHash.Of(learner);
        }

        Snapshot? middle = null;
        string unbroken = Train((trainer, _) =>
        {
            trainer.Step.Replay(15);
            middle = trainer.Capture();
            trainer.Step.Replay(15);
        });
        string resumed = Train((trainer, _) =>
        {
            trainer.Restore(middle!);
            trainer.Step.Replay(15);
        });
        Assert.Equal(unbroken, resumed);
        Assert.NotEqual(unbroken, Train((trainer, _) => trainer.Step.Replay(29)));
    }

    /// <summary>Codes of samples are of the prior from the first on, and go their way evenly.</summary>
    [Fact]
    public void SamplesAreOfThePrior()
    {
        using VaeLearner learner = new(new Vae(new Dense(4, 4), new Identity(), 2, Likelihood.Gaussian), new Adam(1e-3f));
        gpu.Gpu.Seed(1);
        Sampler sampler = learner.Samplers.Single();
        Tensor? codes = null;
        using Recording step = gpu.Gpu.Record(() => codes = sampler.Step()["samples"], training: false);
        List<float[]> made = [];
        for (int i = 0; i < 200; i++)
        {
            step.Replay();
            made.Add(codes!.ToArray());
        }

        Assert.InRange(Variance(made[0]), 0.5, 1.6); // of 128 numbers
        Assert.InRange(Variance(made[^1]), 0.5, 1.6);
        Assert.All(made.Zip(made.Skip(1)), pair => Assert.InRange(Variance([.. pair.First.Zip(pair.Second, (a, b) => a - b)]), 0.01, 0.1));
        static double Variance(float[] values) => values.Average(value => value * value);
    }

    [Fact]
    public void LearnsByConvolutionsToo()
    {
        Vae vae = new(
            new Sequential(new Conv2d(1, 4, 3, stride: 2, padding: 1), new Relu(), new Dense(4 * 4 * 4, 4)),
            new Sequential(new Dense(2, 16), new Relu(), new Dense(16, 64)), 2);
        using VaeLearner learner = new(vae, new Adam(1e-2f));
        gpu.Gpu.Seed(1);
        byte[] images = new byte[64 * 64];
        Random random = new(1);
        for (int i = 0; i < images.Length; i++)
        {
            images[i] = (byte)(i / 64 % 2 == i % 8 / 4 ? 255 : 0); // the left half is white, or the right
        }

        using Dataset data = Dataset.From(images, new int[64], [1, 8, 8]);
        using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 32);
        double untrained = Test(learner, data)["elbo"];
        trainer.Step.Replay(150);
        Assert.InRange(untrained, -80, -35);
        Assert.InRange(Test(learner, data)["elbo"], -6, -Math.Log(2));
    }

    [Fact]
    public void AScenesModelMustBeOne()
    {
        const string scene = """
            {
              "data": { "type": "DrawnDigits", "train": 100, "test": 20 },
              "model": { "type": "Dense", "inFeatures": 784, "outFeatures": 4 },
              "learner": { "type": "Vae", "optimizer": { "type": "Adam", "learningRate": 1e-3 } },
              "training": { "batch": 10, "epochs": 1 }
            }
            """;
        Assert.Contains("\"model\" must be of type Vae, which encodes to distributions; it is a Dense.",
            Assert.Throws<SettingsException>(() => SceneFile.Parse("scene.json", scene)).Message);
    }

    EvaluationMetrics Test(Learner learner, Dataset data)
    {
        using Evaluator test = new(gpu.Gpu, learner, data);
        return test.Run();
    }

    VaeLearner New(int warmUp = 0, float beta = 1, int importanceSamples = 0)
    {
        gpu.Gpu.Seed(1);
        Vae vae = new(
            new Sequential(new Dense(Units, 16), new Tanh(), new Dense(16, 4)),
            new Sequential(new Dense(2, 16), new Tanh(), new Dense(16, Units)), 2);
        return new VaeLearner(vae, new Adam(1e-2f), beta, warmUp) { ImportanceSamples = importanceSamples };
    }

    static Dataset Data() => Dataset.Of("states",
        new Column("state", [.. Enumerable.Repeat(States(), 64).SelectMany(states => states)], [Units], new Meaning.Quantity()));

    static float[] States() =>
        [.. seen.SelectMany(state => Enumerable.Range(0, Units).Select(i => (state >> i & 1) == 1 ? 1f : 0f))];
}
