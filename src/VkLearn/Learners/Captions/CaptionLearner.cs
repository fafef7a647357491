using System.Globalization;
using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Losses;
using VkLearn.Models;
using VkLearn.Ops;
using VkLearn.Optimizers;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Learns to say what is to be seen in images, from images and what people said of them: a convolutional encoder and a
/// <see cref="CaptionDecoder"/> that fits the words. It tells nats a word; at the end captions that it writes of the test are compared with
/// what people said (<see cref="CaptionEstimate"/>). A decoder that is given no image learns beside it, to compare with. It samples
/// <c>caption</c>, which it writes of a few images of the test.
/// </summary>
public sealed class CaptionLearner : Learner, IWriter
{
    const int ShownImages = 24;

    readonly Layer encoder;
    readonly Optimizer optimizer;
    readonly WeightAverage? average;
    readonly CaptionRules rules;
    readonly Metric nats, exact;
    readonly CaptionMetrics told;
    CaptionDecoder? decoder, blind;
    IReadOnlyList<Sampler> samplers = [];

    /// <param name="encoder">Images [N, 3, rows, columns] to maps [N, features, h, w].</param>
    /// <param name="average">Of all weights, by which captions are written in place of them; null: none.</param>
    public CaptionLearner(Layer encoder, Optimizer optimizer, CaptionRules rules, WeightAverage? average = null)
    {
        (this.encoder, this.optimizer, this.rules) = (Own("encoder", encoder), Own("optimizer", optimizer), rules);
        this.average = average is null ? null : Own("average", average);
        encoder.IsFrozen = encoder.IsEvaluating = rules.IsFrozen;
        nats = Measure("nats", "nats", Better.Lower);
        exact = Measure("exactMatch", "%");
        told = new(exact, [.. Enumerable.Range(1, Bleu.Longest).Select(n => Measure($"bleu{n}", "%"))], Measure("cider"),
            Measure("noImageBleu1", "%"), Measure("neighbourBleu1", "%"));
    }

    /// <summary>What its numbers mean; null before it was built.</summary>
    public CaptionWords? Words { get; private set; }

    IReadOnlyList<string>? IWriter.Vocabulary =>
        Words is null ? null : [.. Words.Select((word, number) => number == CaptionWords.End ? "" : word + " ")];

    /// <summary>Words of a caption that it learns and writes, its end among them.</summary>
    internal int Length { get; private set; }

    public override IReadOnlyList<Metric> BestBy => [nats];

    public override IReadOnlyList<Sampler> Samplers => samplers;

    public override IReadOnlyList<(string Name, string Value)> Settings => [("captions", rules.ToString())];

    /// <exception cref="ArgumentException">The data are no images with captions.</exception>
    public override void Build(IReadOnlyList<Field> fields)
    {
        if (fields is not [{ Meaning: Meaning.Image }, { Meaning: Meaning.Tokens { Vocabulary: CaptionWords words }, Shape: var said }])
        {
            throw new ArgumentException($"captions are learned of images and what was said of them, received {string.Join(", ", fields)}. "
                + "Take data of type DrawnCaptions or CaptionFolder.");
        }

        (Words, Length) = (words, rules.Length == 0 ? said[1] : Math.Min(rules.Length, said[1]));
        decoder = Own("decoder", rules.NewDecoder(words.Learned, rules.Features));
        blind = Own("noImage", rules.NewDecoder(words.Learned, features: 0));
    }

    /// <exception cref="DataException">The file of the encoder's weights is none of it.</exception>
    public override void Survey(GpuDevice gpu, Splits data)
    {
        if (rules.EncoderFile is { } file)
        {
            ModelFile.LoadPart(gpu, encoder, file); // a checkpoint that it goes on from is read after this
        }

        Tensor images = data.Test.First(gpu, Math.Min(ShownImages, data.Test.Count));
        CaptionWriter writer = new(Built(decoder), Words!.Learned, Length, images);
        samplers = [new("caption", () =>
        {
            using (Averaged())
            {
                return writer.Step(encoder.Forward);
            }
        }, writer.Restart)];
    }

    protected override void Step(Batch batch, Stage stage)
    {
        (Tensor image, Tensor captions) = batch;
        TaughtWords taught = new(captions, Words!.Learned, Length);
        (Tensor logits, Tensor? seen) = Built(decoder).Teach(encoder.Forward(image), taught.Before);
        Tensor error = Loss.SoftmaxCrossEntropy(logits, taught.Wanted);
        Tensor without = Loss.SoftmaxCrossEntropy(Built(blind).Teach(null, taught.Before).Logits, taught.Wanted);
        Tensor cost = seen is null || rules.DoublyStochastic == 0 ? error : error + rules.DoublyStochastic * taught.Unseen(seen);
        optimizer.Minimize(cost + without, [.. Models.SelectMany(model => model.Trainable)]);
        average?.Update([.. Models]);
        nats.Add(error);
    }

    protected override void Test(Batch batch)
    {
        using IDisposable? averaged = Averaged();
        (Tensor image, Tensor captions) = batch;
        TaughtWords taught = new(captions, Words!.Learned, Length);
        Tensor each = new SoftmaxCrossEntropy().Apply(Built(decoder).Teach(encoder.Forward(image), taught.Before).Logits, taught.Wanted)[0];
        (Tensor sum, Tensor count) = (taught.OfImages(each), taught.OfImages(taught.Counts));
        nats.Add(sum / count.Maximum(1f), count * batch.Mask);
    }

    public override Estimate? EstimateOn(GpuDevice gpu, Splits data) => new CaptionEstimate(gpu, this, data, told);

    /// <summary>The captions that it writes of images [N, ..]: numbers [N, length].</summary>
    public override Tensor Answer(Tensor items) => Write(items).Words;

    /// <summary>Of images [N, ..], numbers [N, length], and the mean features of the images [N, features].</summary>
    internal (Tensor Words, Tensor Features) Write(Tensor images)
    {
        using IDisposable? averaged = Averaged();
        Tensor maps = encoder.Forward(images);
        return (new CaptionSearch(Built(decoder), Words!.Learned, rules.Beam, Length).Run(maps, images.Shape[0]).Words, FeaturesOf(maps));
    }

    /// <summary>Maps of the encoder.</summary>
    internal int FeatureCount => rules.Features;

    /// <summary>Of images, what is compared to find the nearest.</summary>
    internal Tensor Features(Tensor images)
    {
        using IDisposable? averaged = Averaged();
        return FeaturesOf(encoder.Forward(images));
    }

    static Tensor FeaturesOf(Tensor maps) => maps.GlobalAveragePool();

    /// <summary>What is said of any image by the decoder that is given none: numbers [1, length].</summary>
    internal Tensor WriteBlind()
    {
        using IDisposable? averaged = Averaged();
        return new CaptionSearch(Built(blind), Words!.Learned, rules.Beam, Length).Run(null, 1).Words;
    }

    IDisposable? Averaged() => average?.Reading([.. Models]);

    static T Built<T>(T? part) => part ?? throw new InvalidOperationException(
        "A learner of captions fits its words when it is built: call Build with its data's fields first.");

    static CaptionLearner Read(Settings settings)
    {
        (Layer encoder, Optimizer optimizer) = (settings.Model("encoder"), settings.Optimizer("optimizer"));
        return new(encoder, optimizer, CaptionRules.Read(settings),
            WeightAverage.Read(settings));
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("Captions",
        "Learns to say what is to be seen in images, looking at each word at places of them (Xu et al. 2015) or not (Vinyals et al. 2015).",
        Read);
}
