using VkLearn.Data;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Losses;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners;

/// <summary>Items whose label is -1 count in no loss, gradient or metric, of training or of tests.</summary>
[Collection("gpu")]
public sealed class UnlabelledTests(GpuFixture fixture)
{
    static readonly string[] Names = ["a", "b"];

    /// <summary>Items x, which the model's weights [0, 1] make logits [0, x] of.</summary>
    static (Classifier, Sequential) Model(ClassificationLoss? loss = null)
    {
        Sequential model = new(new Dense(1, 2, bias: false));
        return (new Classifier(model, new Sgd(0.5f), loss: loss), model);
    }

    static double CrossEntropy(double x, int label) => Math.Log(1 + Math.Exp(label == 1 ? -x : x));

    static Dataset Data(params (float X, int Label)[] items) =>
        Dataset.From([.. items.Select(item => item.X)], [.. items.Select(item => item.Label)], [1], "some", Names);

    [Fact]
    public void TrainingCountsThoseWithALabel()
    {
        (Classifier learner, Sequential model) = Model();
        using Trainer trainer = new(fixture.Gpu, learner, Data((2, 1), (1, -1), (-3, 1), (5, -1)), batchSize: 4);
        model.Parameters[0].Load([0, 1]);
        trainer.Run(1);
        TrainingMetrics told = trainer.Read();

        Assert.Equal((CrossEntropy(2, 1) + CrossEntropy(-3, 1)) / 2, told["loss"], 1e-6);
        Assert.Equal(0.5, told["accuracy"]);
        double gradient = (-2 / (1 + Math.Exp(2)) + 3 / (1 + Math.Exp(-3))) / 2; // by the weight of class 1
        Assert.Equal(1 - 0.5 * gradient, model.Parameters[0].ToArray()[1], 1e-6);
    }

    /// <summary>A batch of nothing that counts changes nothing and is no step of a mean.</summary>
    [Fact]
    public void ABatchWithoutAnyChangesNothing()
    {
        (Classifier learner, Sequential model) = Model();
        using Trainer trainer = new(fixture.Gpu, learner, Data((2, 1), (1, -1)), batchSize: 1);
        model.Parameters[0].Load([0, 0]);
        trainer.Run(2);
        TrainingMetrics told = trainer.Read();

        Assert.Equal(2, told.Steps);
        Assert.Equal(Math.Log(2), told["loss"], 1e-6);
        Assert.Equal([-0.5f, 0.5f], model.Parameters[0].ToArray());
    }

    [Theory, InlineData(2), InlineData(3), InlineData(8)]
    public void TestsCountThoseWithALabelOnceAndNoPadding(int batch)
    {
        (Classifier learner, Sequential model) = Model(new SoftmaxCrossEntropyLoss(classWeights: [3, 1]));
        using Evaluator evaluator = new(fixture.Gpu, learner, Data((2, 1), (1, -1), (-3, 1), (5, -1), (-1, 0)), batch);
        model.Parameters[0].Load([0, 1]);
        EvaluationMetrics test = evaluator.Run();

        Assert.Equal(2.0 / 3, test["accuracy"], 1e-6);
        Assert.Equal((CrossEntropy(2, 1) + CrossEntropy(-3, 1) + 3 * CrossEntropy(-1, 0)) / 5, test["loss"], 1e-5);
    }

    [Fact]
    public void ASetWithoutAnyIsRefused()
    {
        (Classifier learner, _) = Model();
        Assert.Equal("some: none of the 2 items has a label that counts; all of \"label\" are -1. Give some of them theirs.",
            Assert.Throws<ArgumentException>(() => new Trainer(fixture.Gpu, learner, Data((1, -1), (2, -1)), 2)).Message);
        Assert.Throws<ArgumentException>(() => new Evaluator(fixture.Gpu, learner, Data((1, -1), (2, -1))));
    }

    /// <summary>A row of zeros beyond the last item may be made into what is no number.</summary>
    [Fact]
    public void WhatPaddingIsMadeIntoCountsNowhere()
    {
        Dataset data = Dataset.Of("numbers", new Column("x", [1f, 2, 4], [1], new Meaning.Quantity()),
            new Column("target", [1f, 1, 1], [1], new Meaning.Quantity()));
        using Evaluator evaluator = new(fixture.Gpu, new Regressor(new Inverse(), new Sgd(0.1f)), data, batchSize: 2);

        EvaluationMetrics test = evaluator.Run();

        Assert.Equal((0 + 0.25 + 0.5625) / 3, test["loss"], 1e-6);
    }

    sealed class Inverse : Layer
    {
        protected override Tensor Apply(Tensor input) => 1 / input;
    }

    [Fact]
    public void AccuracyIsOfTheRowsThatCount()
    {
        using Recording some = fixture.Gpu.Record(() => Tensor.From([1f, 0, 1, 0, 0, 1], [3, 2]).Accuracy(Tensor.From([0, -1, 0], [3])));
        using Recording none = fixture.Gpu.Record(() => Tensor.From([1f, 0], [1, 2]).Accuracy(Tensor.From([-1], [1])));
        some.Replay();
        none.Replay();
        Assert.Equal((0.5f, 0f), (some.Result.Item(), none.Result.Item()));
    }

    [Fact]
    public void LabelsAreSmoothedInOnePlace() => Assert.StartsWith(
        "Classifier: labelSmoothing is of softmax cross entropy by default, but the loss is Hinge.", Assert.Throws<ArgumentException>(
            () => new Classifier(new Dense(1, 2), new Sgd(1f), 0.1f, loss: new HingeLoss())).Message);
}
