using VkLearn.Data;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Losses;
using VkLearn.Optimizers;
using VkLearn.Tests.Compile;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners;

[Collection("gpu")]
public sealed class TreeLearnerTests(PlainGpu gpu)
{
    static TreeLearner New(Layer model, int features = 12, WeightAverage? average = null) =>
        new(model, new Adam(5e-3f), features, penalty: new WeightPenalty(0, 1e-6f), average: average);

    EvaluationMetrics Trained(Layer model, int steps, WeightAverage? average = null)
    {
        gpu.Gpu.Seed(1);
        Splits data = new DrawnLogicSource(3000, 500, most: 3, seed: 1).Load(gpu.Gpu);
        using TreeLearner learner = New(model, average: average);
        learner.Build(data.Train.Fields);
        using Trainer trainer = new(gpu.Gpu, learner, data.Train, batchSize: 32);
        using Evaluator test = new(gpu.Gpu, learner, data.Test, batchSize: 64);
        trainer.Step.Replay(steps);
        return test.Run();
    }

    /// <summary>On longer sentences than it has seen.</summary>
    [Fact]
    public void ATensorLearnsLogic()
    {
        EvaluationMetrics told = Trained(new TreeRnn(12, tensor: true), 250);
        Assert.InRange(told["rootAccuracy"], 0.95, 1);
        Assert.InRange(told["nodeAccuracy"], 0.97, 1);
    }

    /// <summary>Who always says true is right about half of the time.</summary>
    [Fact]
    public void APlainOneLearnsSomeOfIt() => Assert.InRange(Trained(new TreeRnn(12), 250)["nodeAccuracy"], 0.75, 1);

    [Fact]
    public void ATreeLstmLearnsLogic() => Assert.InRange(Trained(new TreeLstm(12, 12), 250)["rootAccuracy"], 0.8, 1);

    /// <summary>One that forgets at once is what it averages, one that remembers is behind it.</summary>
    [Fact]
    public void AnAverageIsTestedInPlaceOfTheWeights()
    {
        double plain = Trained(new TreeRnn(12), 40)["loss"];
        Assert.Equal(plain, Trained(new TreeRnn(12), 40, new WeightAverage(0))["loss"], 6);
        Assert.True(Trained(new TreeRnn(12), 40, new WeightAverage(0.95f))["loss"] > plain + 0.001);
    }

    /// <summary>Roots of the middle class are left out of two, and a single word is its own root.</summary>
    [Fact]
    public void RootsAreTold()
    {
        string folder = TempFolder.New();
        File.WriteAllText(Path.Combine(folder, "train.txt"), "(3 (2 it) (4 works))\n(0 (2 it) (1 fails))\n(4 works)\n(2 it)\n");
        File.Copy(Path.Combine(folder, "train.txt"), Path.Combine(folder, "test.txt"));
        Splits data = new TreebankSource(folder) { LeastCount = 1 }.Load(gpu.Gpu);
        gpu.Gpu.Seed(1);
        using TreeLearner learner = New(new TreeRnn(4, tensor: true), features: 4);
        learner.Build(data.Train.Fields);
        using Trainer trainer = new(gpu.Gpu, learner, data.Train, batchSize: 4);
        using Evaluator test = new(gpu.Gpu, learner, data.Test, batchSize: 3); // and two rows beyond the last
        trainer.Step.Replay(400);
        EvaluationMetrics told = test.Run();
        Assert.Equal((1, 1, 1), (told["rootAccuracy"], told["rootFiveAccuracy"], told["nodeAccuracy"]));
    }

    /// <summary>What is written is told of first: in brackets, or each word with all behind it.</summary>
    [Theory]
    [InlineData("not true", new[] { "not", "true" }, 1)]
    [InlineData("not not true", new[] { "not", "not", "true" }, 2)]
    [InlineData("(1 (0 (1 not) (1 true)) (1 false))", new[] { "not", "true", "false" }, 2)]
    public void TellsOfAUsersSentence(string sentence, string[] words, int nodes)
    {
        Splits data = new DrawnLogicSource(10, 30, most: 3, seed: 1).Load(gpu.Gpu);
        ShownSentences shown = ShownSentences.Of(data.Test, sentence);
        Assert.Equal(words, shown.Tree.Words);
        Assert.Equal(nodes, shown.Tree.Children.Count);
        shown.Knobs[0].Set(2);
        Assert.NotEqual(words, shown.Tree.Words);
        Assert.Contains("Write a shorter one", Assert.Throws<ArgumentException>(
            () => ShownSentences.Of(data.Test, string.Join(' ', Enumerable.Repeat("not", 50)))).Message);
    }

    [Fact]
    public void WhatIsNoTreeIsRefused()
    {
        Splits data = new DrawnMemorySource(MemoryProblem.Adding, 6, 10, 2, 1).Load(gpu.Gpu);
        using TreeLearner learner = New(new TreeRnn(4));
        Assert.Contains("recursive nets learn trees of words",
            Assert.Throws<ArgumentException>(() => learner.Build(data.Train.Fields)).Message);
    }
}
