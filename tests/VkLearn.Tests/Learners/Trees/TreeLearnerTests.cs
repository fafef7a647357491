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
    [InlineData("((not true) (and false))", new[] { "not", "true", "and", "false" }, 3)]
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

    /// <summary>What is written while it runs is told of as what was written before it began, to the bit, and what is refused changes
    /// nothing.</summary>
    [Fact]
    public void ASentenceIsWrittenWhileItRuns()
    {
        using TreeLearner set = Surveyed(new TreeRnn(6, tensor: true), "not ( true"), typed = Surveyed(new TreeRnn(6, tensor: true), null);
        using Told wanted = new(gpu, set), told = new(gpu, typed);
        foreach ((Parameter to, Parameter from) in Weights(typed).Zip(Weights(set)))
        {
            to.Load(from.ToArray());
        }

        float[] ofTest = told.Read("score");
        Assert.NotEqual(wanted.Read("score"), ofTest);
        EditableText sentence = Assert.Single(typed.Texts);
        Assert.Equal(("sentence", ""), (sentence.Name, sentence.Get()));

        Assert.Equal("\"(\" is no word that was learned: taken for unknown.", sentence.Set("not ( true"));
        Assert.Equal(("not ( true", 0), (sentence.Get(), typed.Shown!.Asked));
        Assert.Equal(wanted.Read("score"), told.Read("score"));
        Assert.Equal(wanted.Read("contribution"), told.Read("contribution"));

        foreach ((string wrong, string why) in ((string, string)[])[
            ("", "needs a word at least"), ("(1 (0 not) (1 true)", "column 1: this bracket is not closed"), ("(7 true)", "from 0 to 1"),
            ("(1 true) (0 false)", "2 trees side by side"), (string.Join(' ', Enumerable.Repeat("not", 14)), "has 14 words"),
            (new string('(', 100_000), "has 100000 opening brackets")])
        {
            Assert.Contains(why, Assert.ThrowsAny<Exception>(() => sentence.Set(wrong)).Message);
        }

        Assert.Equal("not ( true", sentence.Get());
        Assert.Equal(wanted.Read("score"), told.Read("score"));
        typed.Shown.Knobs[0].Set(2);
        Assert.Equal(ofTest, told.Read("score"));
        typed.Shown.Knobs[0].Set(1);
        Assert.Equal(wanted.Read("score"), told.Read("score"));
    }

    /// <summary>A word contributes as much as what is looked at at the root grows with its vector, by differences.</summary>
    [Theory, InlineData("not true and false", true), InlineData("xor", true)]
    [InlineData("(1 (0 (1 not) (1 true)) (0 (0 or) (0 false)))", false)]
    public void WordsContributeWhatTheyMove(string sentence, bool isTensor)
    {
        const float step = 0.02f;
        using TreeLearner learner = Surveyed(isTensor ? new TreeRnn(6, tensor: true) : new TreeLstm(6, 6), sentence);
        using Told told = new(gpu, learner);
        Embedding embedding = learner.Models.OfType<Embedding>().Single();
        float[] vectors = embedding.Weight.ToArray(), contributions = told.Read("contribution");
        IReadOnlyList<string> words = learner.Shown!.Tree.Words;
        int[] numbers = TreeColumns.WordsOf(learner.Shown.Tree, vocabulary, learner.Shown.Most);
        for (int word = 0; word < words.Count; word++)
        {
            double moved = (AtRoot(numbers[word], 1 + step) - AtRoot(numbers[word], 1 - step)) / (2 * step);
            Assert.Equal(moved, contributions[word], 2e-3 * Math.Max(0.05, Math.Abs(moved)));
        }

        Assert.All(contributions.Skip(words.Count), one => Assert.Equal(0, one));
        Assert.Contains(contributions, one => Math.Abs(one) > 0.05);

        // Of two classes the score is the hyperbolic tangent of half of it.
        double AtRoot(int number, float factor)
        {
            embedding.Weight.Load([.. vectors.Select((value, i) => i / 6 == number ? value * factor : value)]);
            int rows = learner.Shown.Tree.Labels.Count;
            return 2 * Math.Atanh(told.Read("score")[learner.Shown.ElementOf(rows - 1)]);
        }
    }

    readonly Vocabulary vocabulary = Vocabulary.Of((Meaning.Tokens)new DrawnLogicSource(10, 30, most: 3, seed: 1).Fields[0].Meaning);

    static IEnumerable<Parameter> Weights(TreeLearner learner) => learner.Models.SelectMany(model => model.Parameters);

    /// <summary>One that has seen its data, and tells of a sentence.</summary>
    TreeLearner Surveyed(Layer model, string? sentence)
    {
        gpu.Gpu.Seed(1);
        Splits data = new DrawnLogicSource(10, 30, most: 3, seed: 1).Load(gpu.Gpu);
        TreeLearner learner = new(model, new Adam(5e-3f), features: 6) { Sentence = sentence, WordDeviation = 1 };
        learner.Build(data.Train.Fields);
        learner.Survey(gpu.Gpu, data);
        return learner;
    }

    /// <summary>What a learner's sampler makes of its sentence by now.</summary>
    sealed class Told : IDisposable
    {
        readonly Recording recording;
        IReadOnlyDictionary<string, Tensor> made = null!;

        public Told(PlainGpu gpu, TreeLearner learner) => recording = gpu.Gpu.Record(() =>
        {
            made = learner.Samplers.Single().Step();
            return [.. made.Values];
        }, training: false);

        public float[] Read(string name)
        {
            recording.Replay();
            return made[name].ToArray();
        }

        public void Dispose() => recording.Dispose();
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
