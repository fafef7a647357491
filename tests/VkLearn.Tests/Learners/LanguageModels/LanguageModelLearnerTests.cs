using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Tests.Compile;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners;

[Collection("gpu")]
public sealed class LanguageModelLearnerTests(PlainGpu gpu)
{
    const int Window = 16, Features = 16;

    Splits Grammar(bool carried = false) =>
        new DrawnGrammarSource(20_000, 2_000, 1, StreamWindows.OfNext(Window, carried)).Load(gpu.Gpu);

    /// <summary>Five tokens that follow each other, again and again.</summary>
    static Dataset Cycle(int count = 2000, bool areCarried = false) => Dataset.Of("cycle",
        new Column("tokens", [.. Enumerable.Range(0, count).Select(i => i % 5)], [], new Meaning.Tokens(["a", "b", "c", "d", "\n"])),
        "next", StreamWindows.OfNext(Window, areCarried));

    static LanguageModelLearner New(IReadOnlyList<Field> fields, int tokensPerSample = 1, Layer? model = null)
    {
        LanguageModelLearner learner = new(model ?? Transformer(), new Adam(5e-3f), Features) { TokensPerSample = tokensPerSample };
        learner.Build(fields);
        return learner;
    }

    static Sequential Transformer() => new(
        new Position(Window, Features),
        new Residual(new LayerNorm([Features]), new SelfAttention(Features, 2)),
        new Residual(new LayerNorm([Features]), new Dense(Features, 32), new Gelu(), new Dense(32, Features)));

    static Lstm Carried() => new(Features, Features, new RecurrentOptions { Layers = 2, CarriedBatch = 8 });

    /// <summary>An untrained one needs about 3.3 nats a letter, one that counts letters 2.8, the grammar itself tells 0.55.</summary>
    [Fact]
    public void LearnsToForetellTheGrammar()
    {
        Splits data = Grammar();
        using LanguageModelLearner learner = New(data.Train.Fields);
        using Trainer trainer = new(gpu.Gpu, learner, data.Train, batchSize: 32);
        using Evaluator test = new(gpu.Gpu, learner, data.Test, batchSize: 50);
        double untrained = test.Run()["nats"];
        trainer.Step.Replay(400);
        EvaluationMetrics trained = test.Run();
        Assert.InRange(untrained, 3, 4);
        Assert.InRange(trained["nats"], trained["bestNats"], 1.3);
        Assert.InRange(trained["bestNats"], DrawnGrammarSource.Entropy, 0.8);
        Assert.Equal(trained["nats"] / Math.Log(2), trained["bits"], 1e-4);
        Assert.Equal(Math.Exp(trained["nats"]), trained["perplexity"], 1e-4);
    }

    /// <summary>Where there are averages of the weights, tests and answers are by those, and training by the weights.</summary>
    [Fact]
    public void IsTestedByTheAverages()
    {
        using Dataset data = Cycle();
        WeightAverage average = new(0.9f);
        using LanguageModelLearner learner = new(Transformer(), new Adam(5e-3f), Features, average: average);
        learner.Build(data.Fields);
        using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 32);
        using Evaluator test = new(gpu.Gpu, learner, data, batchSize: 50);
        trainer.Step.Replay(100);
        Assert.InRange(test.Run()["nats"], 0, 0.2);
        foreach (Parameter parameter in learner.Models.SelectMany(model => model.Parameters))
        {
            average[parameter].Load(new float[parameter.Shape.Count]);
        }

        Assert.Equal(Math.Log(5), test.Run()["nats"], 1e-5);
        trainer.Step.Replay(100);
        Assert.InRange(test.Run()["nats"], 0, 0.2);
    }

    /// <summary>How far gates are open: of fresh units the forget gate by a bias of 1, the others about half.</summary>
    [Fact]
    public void GatesCanBeSeen()
    {
        using Dataset data = Cycle();
        using LanguageModelLearner learner = New(data.Fields, model: new Lstm(Features, Features));
        using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 8, watch: ["forgetGate", "inputGate", "outputGate"]);
        trainer.Step.Replay();
        float[] Of(string name) => trainer.Step.Watches[name].ToArray();
        Assert.Equal(8 * Window * Features, Of("forgetGate").Length);
        Assert.InRange(Of("forgetGate").Average(), 0.68, 0.78);
        Assert.InRange(Of("inputGate").Average(), 0.4, 0.6);
        Assert.InRange(Of("outputGate").Average(), 0.4, 0.6);
        Assert.All(Of("outputGate"), open => Assert.InRange(open, 0, 1));

        using LanguageModelLearner unseen = New(data.Fields, model: new Lstm(Features, Features));
        using Trainer without = new(gpu.Gpu, unseen, data, batchSize: 8);
        Assert.Equal(without.Step.Dispatches + 3, trainer.Step.Dispatches); // who does not look pays nothing
    }

    /// <summary>Windows beyond the last, with which the last batch is filled up, do not count.</summary>
    [Fact]
    public void WhoExpectsAllTheSameNeedsTheLogarithmOfTheirNumber()
    {
        using Dataset data = Cycle(16 * 7 + 1);
        using LanguageModelLearner learner = New(data.Fields);
        using Evaluator test = new(gpu.Gpu, learner, data, batchSize: 4);
        foreach (Parameter parameter in learner.Models.SelectMany(model => model.Parameters))
        {
            parameter.Load(new float[parameter.Shape.Count]);
        }

        EvaluationMetrics told = test.Run();
        Assert.Equal(Math.Log(5), told["nats"], 1e-6);
        Assert.Equal(5, told["perplexity"], 1e-5);
    }

    /// <summary>Also in the middle of a stream, with whose windows states are carried.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void ItGoesOnToTheSameBits(bool carried)
    {
        string Train(Action<Trainer> steps, bool isCarried)
        {
            gpu.Gpu.Seed(1); // or the data would come in another order each time
            Splits data = Grammar(isCarried);
            using Dataset train = data.Train, test = data.Test;
            using LanguageModelLearner learner = New(data.Train.Fields, model: isCarried ? Carried() : Transformer());
            using Trainer trainer = new(gpu.Gpu, learner, data.Train, batchSize: 8);
            steps(trainer);
            return WeightsHash.Of(learner);
        }

        Snapshot? middle = null;
        string unbroken = Train(trainer =>
        {
            trainer.Step.Replay(15);
            middle = trainer.Capture();
            trainer.Step.Replay(15);
        }, carried);
        Assert.Equal(unbroken, Train(trainer =>
        {
            trainer.Restore(middle!);
            trainer.Step.Replay(15);
        }, carried));
        Assert.Contains(" was ", Assert.Throws<DataException>(() => Train(trainer => trainer.Restore(middle!), !carried)).Message);
    }

    /// <summary>States go on with the stream, and begin anew with it: what the step after an epoch's last begins with is zeros.</summary>
    [Fact]
    public void ARecurrentModelGoesOnWhereItsRowsEnded()
    {
        gpu.Gpu.Seed(1);
        using Dataset data = Cycle(16 * 12 + 1, areCarried: true); // four rows of three windows each
        Lstm lstm = new(Features, 8, new RecurrentOptions { CarriedBatch = 4 });
        using LanguageModelLearner learner = new(lstm, new Sgd(0), Features, 8);
        learner.Build(data.Fields);
        using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 4);
        List<float[]> after = [];
        for (int i = 0; i < 7; i++)
        {
            trainer.Step.Replay();
            after.Add(lstm.Carried[1].ToArray());
        }

        Assert.Equal(after[0], after[3]); // nothing is learned, and an epoch has three steps
        Assert.Equal(after[1], after[4]);
        Assert.Equal(after[0], after[6]);
        Assert.NotEqual(after[0], after[1]);

        // What it holds after a row's three windows is what it holds after all of them at once.
        using Recording whole = gpu.Gpu.Record(() => lstm.Forward([
            learner.Models.OfType<Embedding>().Single().Forward(Tensor.From([.. Enumerable.Range(0, 48).Select(i => i % 5)], [1, 48])),
            Tensor.Zeros([1, 1, 8]), Tensor.Zeros([1, 1, 8])])[2], training: false);
        whole.Replay();
        Assert.All(whole.Result.ToArray().Zip(after[2][..8]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void WhatIsCarriedNeedsWindowsThatFollowEachOther()
    {
        using Dataset data = Cycle();
        using LanguageModelLearner learner = new(new Gru(8, 8, new RecurrentOptions { CarriedBatch = 4 }), new Adam(1e-3f), 8);
        learner.Build(data.Fields);
        Assert.Contains("the windows of the data begin anywhere. Use carried: true",
            Assert.Throws<ArgumentException>(() => new Trainer(gpu.Gpu, learner, data, 4)).Message);
    }

    /// <summary>A letter at a time, by the states, it expects what it expects of the whole text at once.</summary>
    [Fact]
    public void RecurrentModelsWriteByTheirStates()
    {
        using Dataset data = Cycle();
        using LanguageModelLearner learner = new(new Sequential(new Lstm(8, 6), new Gru(6, 8)), new Adam(1e-2f), 8);
        learner.Build(data.Fields);
        using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 16);
        IReadOnlyDictionary<string, Tensor> made = null!;
        using Recording writing = gpu.Gpu.Record(() =>
        {
            made = learner.Samplers.Single().Step();
            return [.. made.Values];
        }, training: false);
        trainer.Step.Replay(20); // little, so that all is still possible
        List<float[]> expected = [];
        for (int i = 0; i < 30; i++)
        {
            writing.Replay();
            expected.Add(made["probability"].ToArray());
        }

        int[] text = [4, .. made["text"].ToArray()[^30..^1].Select(token => (int)token)];
        using Recording whole = gpu.Gpu.Record(() => learner.Answer(Tensor.From(text, [1, 30])), training: false);
        whole.Replay();
        Assert.All(whole.Result.ToArray().Zip(expected.SelectMany(one => one)), pair => Assert.Equal(pair.First, pair.Second, 2e-5f));
        Assert.Equal(Shape.Of([512, 8]), made["cells"].Shape);
    }

    [Fact]
    public void ItWritesWhatItLearned()
    {
        using Dataset data = Cycle();
        using LanguageModelLearner learner = New(data.Fields, tokensPerSample: 3);
        using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 16);
        learner.Knobs.Single().Set(0.3);
        Sampler sampler = learner.Samplers.Single();
        IReadOnlyDictionary<string, Tensor> made = null!;
        using Recording writing = gpu.Gpu.Record(() =>
        {
            made = sampler.Step();
            return [.. made.Values];
        }, training: false);
        trainer.Step.Replay(150);
        writing.Replay(20);
        Assert.Equal([.. Enumerable.Repeat(-1f, 512 - 60), .. Enumerable.Range(0, 60).Select(i => i % 5f)], made["text"].ToArray());
        Assert.InRange(made["probability"].ToArray()[4], 0.9f, 1);
        sampler.Restart!();
        writing.Replay();
        Assert.Equal([-1, 0, 1, 2], made["text"].ToArray()[^4..]);
    }

    /// <summary>A prompt is written first, and then what follows it, without another recording.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void ItGoesOnAfterAPrompt(bool isRecurrent)
    {
        using Dataset data = Cycle();
        using LanguageModelLearner learner = New(data.Fields, tokensPerSample: 3, isRecurrent ? new Lstm(Features, Features) : null);
        using Trainer trainer = new(gpu.Gpu, learner, data, batchSize: 16);
        learner.Knobs.Single().Set(0.2);
        EditableText prompt = learner.Texts.Single();
        prompt.Set("ca"); // before it writes
        IReadOnlyDictionary<string, Tensor> made = null!;
        using Recording writing = gpu.Gpu.Record(() =>
        {
            made = learner.Samplers.Single().Step();
            return [.. made.Values];
        }, training: false);
        trainer.Step.Replay(200);
        writing.Replay();
        Assert.Equal([-1, 2, 0, 1], made["text"].ToArray()[^4..]);
        Assert.Equal("", prompt.Set("cabad"));
        writing.Replay(2);
        Assert.Equal([-1, 2, 0, 1, 0, 3, 4], made["text"].ToArray()[^7..]);
        Assert.Contains("'x' (U+0078) is none of the 5 characters that were learned",
            Assert.Throws<DataException>(() => prompt.Set("ax")).Message);
        Assert.Contains("has 513 tokens, and there is room for 512", Assert.Throws<ArgumentException>(
            () => prompt.Set(new string('a', 513))).Message);
        Assert.Equal("cabad", prompt.Get());
        prompt.Set("");
        writing.Replay();
        Assert.Equal([-1, 0, 1, 2], made["text"].ToArray()[^4..]);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Contains("a language model learns windows of tokens",
            Assert.Throws<ArgumentException>(() => New([new Field("x", DType.Float32, [3], new Meaning.Quantity())])).Message);
        using Dataset data = Cycle();
        using LanguageModelLearner learner = new(new Dense(8, 3), new Adam(1e-3f), 8);
        learner.Build(data.Fields);
        Assert.Contains("expected [N, T, 8]. Use outFeatures: 3",
            Assert.Throws<ArgumentException>(() => new Trainer(gpu.Gpu, learner, data, 4)).Message);
    }
}
