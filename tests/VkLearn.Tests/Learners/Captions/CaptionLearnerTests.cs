using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners.Captions;

[Collection("gpu")]
public sealed class CaptionLearnerTests(GpuFixture fixture)
{
    const int Side = 8;

    static readonly string[][] said = [["a", "red", "ball"], ["one", "green", "tree", "stands"], ["the", "blue", "sea"]];

    /// <summary>Images of a colour, with noise, and what is to be said of each colour.</summary>
    /// <param name="size">So many rows and columns of the first corner only have the colour.</param>
    static Dataset Colours(string name, int count, int seed, int size = Side)
    {
        System.Random random = new(seed);
        byte[] images = new byte[count * 3 * Side * Side];
        for (int i = 0; i < images.Length; i++)
        {
            bool isColoured = i % Side < size && i / Side % Side < size && i / (Side * Side) % 3 == i / (3 * Side * Side) % 3;
            images[i] = (byte)((isColoured ? 160 : 20) + random.Next(60));
        }

        CaptionWords words = CaptionWords.Of(said, 1);
        return CaptionColumns.Of(name, images, [3, Side, Side], [.. Enumerable.Range(0, count).Select(i => (string[][])[said[i % 3]])],
            words, references: 2, length: 6);
    }

    static CaptionLearner Learner(bool attends, WeightAverage? average = null, bool isFrozen = false, string? file = null,
        float doublyStochastic = 0)
    {
        Sequential encoder = new(new Conv2d(3, 8, 3, stride: 2, padding: 1), new Relu());
        CaptionRules rules = new(Features: 8, Units: 16, Embedded: 8, Attended: attends ? 8 : 0, Beam: 2, IsFrozen: isFrozen,
            DoublyStochastic: doublyStochastic, EncoderFile: file);
        return new(encoder, new Adam(2e-2f), rules, average);
    }

    EvaluationMetrics Learn(CaptionLearner learner, int steps, int size = Side)
    {
        Splits data = new(Colours("train", 30, 1, size), Colours("test", 12, 2, size));
        learner.Build(data.Train.Fields);
        using Trainer trainer = new(fixture.Gpu, learner, data.Train, 6);
        trainer.Run(steps);
        using Estimate estimate = learner.EstimateOn(fixture.Gpu, data)!;
        estimate.Begin();
        foreach ((Recording step, int times) in estimate.Parts)
        {
            step.Replay(times);
        }

        return estimate.Read();
    }

    /// <summary>Each image is told by what is right of it; without a look at them one thing only can be said of all.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void LearnsToSayWhatIsSeen(bool attends)
    {
        using CaptionLearner learner = Learner(attends);
        EvaluationMetrics told = Learn(learner, 60);
        Assert.Equal(1, told["exactMatch"]);
        Assert.Equal(1, told["bleu4"], 6);
        Assert.True(told["cider"] > 5, $"{told["cider"]}");
        Assert.InRange(told["noImageBleu1"], 0.01, 0.6);
        Assert.Equal(12, told.Count);
    }

    /// <summary>Where each place is to be looked at once, one does not stare at the corner that tells all.</summary>
    [Fact]
    public void DoublyStochasticAttentionLeavesNoPlaceUnseen()
    {
        float free = Unseen(0), bound = Unseen(0.5f);
        Assert.True(bound < free - 1, $"{bound} and {free}"); // 12.25 is the least, of looks that are even

        float Unseen(float doublyStochastic)
        {
            using CaptionLearner learner = Learner(attends: true, doublyStochastic: doublyStochastic);
            const int Corner = 3;
            EvaluationMetrics told = Learn(learner, 100, Corner);
            Assert.Equal(1, told["exactMatch"]);
            Dataset test = Colours("test", 6, 2, Corner);
            using Recording looks = fixture.Gpu.Record(() =>
            {
                (Tensor image, Tensor captions) = test.Take(isTraining: false).NextBatch(6);
                TaughtWords taught = new(captions, learner.Words!.Learned, learner.Length);
                CaptionDecoder decoder = learner.Models.OfType<CaptionDecoder>().First();
                return taught.Unseen(decoder.Teach(learner.Models[0].Forward(image), taught.Before).Seen!);
            }, training: false);
            looks.Replay();
            return looks.Result.ToArray()[0];
        }
    }

    [Fact]
    public void UntaughtItSaysNothingRight()
    {
        using CaptionLearner learner = Learner(attends: true);
        EvaluationMetrics told = Learn(learner, 0);
        Assert.True(told["exactMatch"] < 0.5);
        Assert.True(told["bleu4"] < 0.5);
    }

    /// <summary>Averages of weights stand for them when it is asked; a frozen encoder stays as it began.</summary>
    [Fact]
    public void AveragesAndAFrozenEncoder()
    {
        using CaptionLearner learner = Learner(attends: true, new WeightAverage(0.9f), isFrozen: true);
        learner.Begin(fixture.Gpu);
        float[] before = learner.Models[0].Parameters[0].ToArray();
        EvaluationMetrics told = Learn(learner, 80);
        Assert.Equal(before, learner.Models[0].Parameters[0].ToArray());
        Assert.True(told["exactMatch"] > 0.6, $"{told["exactMatch"]}");
    }

    /// <summary>An encoder begins with what another learned, by its own file or as a part of a checkpoint; else it is refused.</summary>
    [Fact]
    public void TheEncoderIsLoaded()
    {
        string file = Path.Combine(TempFolder.New(), "encoder.safetensors");
        using Sequential taught = new(new Conv2d(3, 8, 3, stride: 2, padding: 1), new Relu(), new Conv2d(8, 2, 1));
        using Sequential other = new(new Conv2d(3, 2, 1));
        using Recording used = fixture.Gpu.Record(
            () => new[] { taught, other }.Select(model => model.Forward(Tensor.Ones([1, 3, 3, 3])).Sum()).ToArray(), training: false);
        taught.Save(file);
        using CaptionLearner learner = Learner(attends: true, file: file);
        Splits data = new(Colours("train", 30, 1), Colours("test", 3, 2));
        learner.Build(data.Train.Fields);
        learner.Survey(fixture.Gpu, data);
        Assert.Equal(taught.Parameters[0].ToArray(), learner.Models[0].Parameters[0].ToArray());
        other.Save(file);
        Assert.Contains("must be [8, 3, 3, 3] for this model",
            Assert.Throws<DataException>(() => learner.Survey(fixture.Gpu, data)).Message);
    }

    /// <summary>Its test tells nats a word, of what counts only.</summary>
    [Fact]
    public void TestsTellNatsAWord()
    {
        using CaptionLearner learner = Learner(attends: false);
        Dataset test = Colours("test", 7, 3);
        learner.Build(test.Fields);
        using Trainer trainer = new(fixture.Gpu, learner, Colours("train", 30, 1), 6);
        using Evaluator four = new(fixture.Gpu, learner, test, 4), seven = new(fixture.Gpu, learner, test, 7);
        double before = seven.Run()["nats"];
        Assert.InRange(before, 2, 3); // of 13 words
        Assert.Equal(before, four.Run()["nats"], 4); // rows beyond the last do not count
        trainer.Run(60);
        Assert.True(seven.Run()["nats"] < 0.3);
    }

    /// <summary>A word a step: the image, then what was said, then the next image.</summary>
    [Fact]
    public void SamplesAWordAStep()
    {
        using CaptionLearner learner = Learner(attends: true);
        Splits data = new(Colours("train", 30, 1), Colours("test", 3, 2));
        learner.Build(data.Train.Fields);
        using Trainer trainer = new(fixture.Gpu, learner, data.Train, 6);
        trainer.Run(60);
        learner.Survey(fixture.Gpu, data);
        Sampler sampler = Assert.Single(learner.Samplers);
        IReadOnlyDictionary<string, Tensor> made = null!;
        using Recording step = fixture.Gpu.Record(() =>
        {
            made = sampler.Step();
            return [.. made.Values];
        }, training: false);
        step.Replay(2);
        int[] numbers = [.. step.Results[made.Keys.ToList().IndexOf("text")].ToArray().Select(x => (int)x)];
        Assert.Equal(["a", "red"], learner.Words!.Decode(numbers));
        Assert.Equal(CaptionWords.None, numbers[2]);
        step.Replay(12 + 3); // six words, as many steps to wait, and one more of the next image
        numbers = [.. step.Results[made.Keys.ToList().IndexOf("text")].ToArray().Select(x => (int)x)];
        Assert.Equal(["one", "green", "tree", "stands"], learner.Words!.Decode(numbers));
        Assert.Equal(Shape.Of([6, 3, Side, Side]), made["looks"].Shape);
        Assert.Equal(1, step.Results[made.Keys.ToList().IndexOf("map")].ToArray().Sum(), 4);
    }

    [Fact]
    public void DataThatAreNoCaptionsAreRefused() => Assert.Contains("Take data of type DrawnCaptions or CaptionFolder",
        Assert.Throws<ArgumentException>(() => Learner(true).Build([new("x", DType.Float32, [2], new Meaning.Quantity())])).Message);
}
