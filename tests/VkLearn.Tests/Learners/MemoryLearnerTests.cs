using VkLearn.Data;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Tests.Compile;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners;

[Collection("gpu")]
public sealed class MemoryLearnerTests(PlainGpu gpu)
{
    static MemoryLearner New(int inputs, int answers) =>
        new(new Sequential(new Gru(inputs, 16), new Dense(16, answers)), new Adam(1e-2f));

    EvaluationMetrics Trained(DrawnMemorySource source, int inputs, int answers, int steps)
    {
        gpu.Gpu.Seed(1);
        Splits data = source.Load(gpu.Gpu);
        using MemoryLearner learner = New(inputs, answers);
        using Trainer trainer = new(gpu.Gpu, learner, data.Train, batchSize: 50);
        using Evaluator test = new(gpu.Gpu, learner, data.Test, batchSize: 64);
        trainer.Step.Replay(steps);
        return test.Run();
    }

    /// <summary>Who says 1 whatever comes errs by 1/6.</summary>
    [Fact]
    public void LearnsToAdd() => Assert.InRange(
        Trained(new(MemoryProblem.Adding, 8, 2000, 500, 1), 2, 1, 400)["loss"], 0, 0.02);

    /// <summary>Who knows nothing of a symbol needs the logarithm of 8.</summary>
    [Fact]
    public void LearnsToTellAgain()
    {
        EvaluationMetrics told = Trained(new(MemoryProblem.Copy, 1, 2000, 500, 1), 10, 8, 200);
        Assert.InRange(told["loss"], 0, 0.95 * Math.Log(8));
        Assert.InRange(told["accuracy"], 0.15, 1);
    }

    [Fact]
    public void TheGradientOfEachStepIsShown()
    {
        Splits data = new DrawnMemorySource(MemoryProblem.Adding, 6, 10, 2, 1).Load(gpu.Gpu);
        using MemoryLearner learner = New(2, 1);
        using Trainer trainer = new(gpu.Gpu, learner, data.Train, batchSize: 10, watch: ["gradientNorm"]);
        trainer.Step.Replay();
        float[] norms = Tensor.At(gpu.Gpu, trainer.Find("gradientNorm")!.Value).ToArray(gpu.Gpu);
        Assert.Equal(6, norms.Length);
        Assert.All(norms, norm => Assert.InRange(norm, 1e-9f, 1));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Splits data = new DrawnMemorySource(MemoryProblem.Adding, 6, 10, 2, 1).Load(gpu.Gpu);
        using MemoryLearner learner = new(new Gru(2, 1, new RecurrentOptions { GivesLast = true }), new Adam(1e-2f));
        Assert.Contains("an answer at each step is needed", Assert.Throws<ArgumentException>(
            () => new Trainer(gpu.Gpu, learner, data.Train, batchSize: 10)).Message);
    }
}
