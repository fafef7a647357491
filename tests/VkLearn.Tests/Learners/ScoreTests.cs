using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Tests.Engine;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners;

/// <summary>Scores of a test against their definitions, counted over all items at once in double.</summary>
[Collection("gpu")]
public sealed class ScoreTests(GpuFixture fixture)
{
    const int Count = 333, Classes = 4, Batch = 64;

    static readonly string[] Names = ["ant", "bee", "cat", "3"];

    /// <summary>Logits that are themselves the items; a tenth of the items has no label, and no item is of the last class.</summary>
    static (float[][] Logits, int[] Labels) Items(int classes)
    {
        Random random = new(5);
        int[] labels = [.. Enumerable.Range(0, Count).Select(i => i % 10 == 0 ? -1 : random.Next(Math.Max(2, classes - 1)))];
        float[][] logits = [.. labels.Select(label => Enumerable.Range(0, classes)
            .Select(c => (float)(4 * random.NextDouble() - 2 + (c == label ? 1.5 : 0))).ToArray())];
        return (logits, labels);
    }

    EvaluationMetrics Test(int classes, params ClassificationScore[] scores)
    {
        (float[][] logits, int[] labels) = Items(classes);
        Dataset data = Dataset.From([.. logits.SelectMany(row => row)], labels, [classes], "items", Names[..classes]);
        using Evaluator evaluator = new(fixture.Gpu, new Classifier(new Flatten(), new Sgd(1), metrics: scores), data, Batch);
        EvaluationMetrics first = evaluator.Run();
        Assert.Equal(first, evaluator.Run());
        return first;
    }

    [Fact]
    public void PrecisionRecallAndF1AreThoseOfTheCounts()
    {
        EvaluationMetrics test = Test(Classes, new PrecisionScore(), new RecallScore(), new F1Score(), new PrecisionScore("cat"),
            new RecallScore("bee"), new F1Score("0"), new RecallScore("3"));
        (float[][] logits, int[] labels) = Items(Classes);
        (int Label, int Said)[] rows = [.. logits.Zip(labels).Where(row => row.Second >= 0)
            .Select(row => (row.Second, Array.IndexOf(row.First, row.First.Max())))];
        double Right(int c) => rows.Count(row => row == (c, c));
        double Precision(int c) => Right(c) / Math.Max(1, rows.Count(row => row.Said == c));
        double Recall(int c) => Right(c) / Math.Max(1, rows.Count(row => row.Label == c));
        double F1(int c) => Right(c) == 0 ? 0 : 2 / (1 / Precision(c) + 1 / Recall(c));
        double Mean(Func<int, double> of) => Enumerable.Range(0, Classes).Average(of);

        Assert.Equal(Mean(Precision), test["precision"], 1e-9);
        Assert.Equal(Mean(Recall), test["recall"], 1e-9);
        Assert.Equal(Mean(F1), test["f1"], 1e-9);
        Assert.Equal(Precision(2), test["precisionOfCat"], 1e-9);
        Assert.Equal(Recall(1), test["recallOfBee"], 1e-9);
        Assert.Equal(F1(0), test["f1Of0"], 1e-9);
        Assert.Equal(0, test["recallOf3"]);
    }

    /// <summary>Over all pairs, a tie being a half.</summary>
    [Theory, InlineData(2, null, 1), InlineData(2, "ant", 0), InlineData(4, "cat", 2)]
    public void RocAucIsTheShareOfPairsInOrder(int classes, string? ofClass, int index)
    {
        RocAucScore score = new(ofClass);
        (float[][] logits, int[] labels) = Items(classes);
        double Odds(float[] x) => x[index] - Math.Log(x.Where((_, c) => c != index).Sum(value => Math.Exp(value)));
        double[] its = [.. logits.Where((_, i) => labels[i] == index).Select(Odds)];
        double[] others = [.. logits.Where((_, i) => labels[i] >= 0 && labels[i] != index).Select(Odds)];
        double right = its.Sum(a => others.Sum(b => a > b ? 1 : a == b ? 0.5 : 0.0)) / its.Length / others.Length;
        Assert.Equal(right, Test(classes, score)[score.Name], 2e-4);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(9)]
    public void TopKIsTheShareAmongTheKHighest(int k)
    {
        (float[][] logits, int[] labels) = Items(Classes);
        double right = logits.Zip(labels).Where(row => row.Second >= 0)
            .Average(row => row.First.Count(x => x > row.First[row.Second]) < k ? 1.0 : 0);
        EvaluationMetrics test = Test(Classes, new TopKScore(k));
        Assert.Equal(right, test[$"top{k}"], 1e-6);
        Assert.True(k > 1 || test["top1"] == test["accuracy"]);
    }

    [Fact]
    public void PerplexityIsTheExponentialOfTheMeanLoss()
    {
        EvaluationMetrics test = Test(Classes, new PerplexityScore());
        Assert.Equal(Math.Exp(test["loss"]), test["perplexity"], 1e-9);
    }

    [Fact]
    public void ARegressorsAreInTheTargetsUnit()
    {
        Dataset data = Dataset.Of("numbers", new Column("x", [1f, 2, 4], [1], new Meaning.Quantity()),
            new Column("target", [2f, 2, 1], [1], new Meaning.Quantity()));
        using Evaluator evaluator = new(fixture.Gpu, new Regressor(new Flatten(), new Sgd(1),
            metrics: [new MeanAbsoluteErrorScore(), new RootMeanSquaredErrorScore()]), data, batchSize: 2);
        EvaluationMetrics test = evaluator.Run();
        Assert.Equal(4.0 / 3, test["meanAbsoluteError"], 1e-6);
        Assert.Equal(Math.Sqrt(10.0 / 3), test["rootMeanSquaredError"], 1e-6);
        Assert.Equal(test["absoluteError"], test["meanAbsoluteError"]);
    }

    [Fact]
    public void ScenesAskForThem()
    {
        Learner learner = SceneFile.Read(SceneText.File(), ("metrics",
            """["precision", { "type": "recall", "class": 3 }, { "type": "topK", "k": 2 }, "perplexity"]"""), ("loss", "Focal")).Learner;
        Assert.Equal(["loss", "accuracy", "precision", "recallOf3", "top2", "perplexity"], learner.Metrics.Select(metric => metric.Name));
        Assert.Equal([("loss", "Focal")], learner.Settings);
        Learner regressor = SceneFile.Read(SceneText.File(), ("loss", "Huber"), ("metrics", """["rootMeanSquaredError"]""")).Learner;
        Assert.Equal(["loss", "absoluteError", "rootMeanSquaredError"], regressor.Metrics.Select(metric => metric.Name));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Refused("unknown type \"precison\"", ("metrics", """["precison"]"""));
        Refused("meanAbsoluteError is a metric of another sort of learner", ("metrics", """["meanAbsoluteError"]"""));
        Refused("labelSmoothing is of softmax cross entropy by default", ("loss", "Hinge"), ("training.labelSmoothing", "0.1"));
        Refused("unknown type \"Hinged\"", ("loss", "Hinged"));
        Refused("Huber is the loss of another sort of learner",
            ("learner", """{ "type": "Classifier", "loss": "Huber" }"""));
        Assert.Contains("rocAuc: it is of two classes, but there are 4",
            Assert.Throws<ArgumentException>(() => Test(Classes, new RocAucScore())).Message);
        Assert.Equal("recallOfDog: there is no class \"dog\". There are ant, bee, cat, 3.",
            Assert.Throws<ArgumentException>(() => Test(Classes, new RecallScore("dog"))).Message);
        Assert.Contains("k must be at least 1", Assert.Throws<ArgumentException>(() => new TopKScore(0)).Message);
    }

    static void Refused(string message, params (string, string)[] changes) => Assert.Contains(message,
        Assert.Throws<SettingsException>(() => SceneFile.Read(SceneText.File(), changes)).Message);

    /// <summary>Sums are of tests: in a step they would need to be a part of the checkpoint.</summary>
    [Fact]
    public void SumsAreCountedInTestsOnly()
    {
        Dataset data = Dataset.From([1f, 2], [0, 1], [1]);
        Assert.Contains("are counted outside of Test", Assert.Throws<InvalidOperationException>(
            () => new Trainer(fixture.Gpu, new Summing(), data, 2)).Message);
    }

    sealed class Summing : Learner
    {
        readonly Metric sums;

        public Summing() => sums = MeasureSums("sums", "", Better.Neither, sums => sums[0]);

        protected override void Step(Batch batch, Stage stage) => sums.Count(batch.Input);
    }
}
