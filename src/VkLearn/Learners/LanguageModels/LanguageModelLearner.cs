using System.Globalization;
using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Ops;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Learns to foretell each next token of a text from those before it (Bengio et al. 2003; by recurrent networks Mikolov et al. 2010). An
/// embedding and a last layer of the vocabulary's size stand before and behind the model, so that it fits any text. It tells nats a token;
/// shows <c>hidden</c>, what the last layer is given, and of a last recurrent layer how far its gates were open, <c>forgetGate</c> and so
/// on [N, T, units]; and samples <c>text</c>, which it writes while it learns.
/// </summary>
public sealed class LanguageModelLearner : Learner, IKnobs, ITexts, IWriter
{
    const float NatsInABit = 0.693147181f;
    const int Kept = 512; // tokens of the text that it writes while it learns

    readonly Layer model;
    readonly Optimizer optimizer;
    readonly WeightAverage? average;
    readonly int features, outFeatures;
    readonly Metric nats, bits, perplexity, best;
    readonly Prompt prompt = new();
    Embedding? embedding;
    Dense? last;
    IReadOnlyList<Sampler> samplers = [];
    State? temperature; // there once it writes
    double turned = 1;

    /// <param name="model">[N, T, features] to [N, T, outFeatures]: what it makes of a step must not depend on those behind it.</param>
    /// <param name="features">Of the vector that stands for a token.</param>
    /// <param name="outFeatures">Of what the model makes, by default as many.</param>
    /// <param name="average">Of all weights, which goes on after each step and is tested, asked and written by in their place; null: none.
    /// </param>
    public LanguageModelLearner(
        Layer model, Optimizer optimizer, int features, int? outFeatures = null, WeightAverage? average = null)
    {
        (this.model, this.optimizer) = (Own("", model), Own("optimizer", optimizer));
        this.average = average is null ? null : Own("average", average);
        (this.features, this.outFeatures) = (features, outFeatures ?? features);
        nats = Measure("nats", "nats", Better.Lower);
        bits = Measure("bits", "bits");
        perplexity = Measure("perplexity", ofMean: Math.Exp);
        best = Measure("bestNats", "nats");
    }

    /// <summary>How the text that it samples is drawn, but for the temperature, which is a knob.</summary>
    public TokenChoice Choice { get; init; } = new();

    /// <summary>Tokens that each step of its sampler writes.</summary>
    public int TokensPerSample { get; init; } = 1;

    /// <summary>What its tokens mean; null before it was built.</summary>
    public Vocabulary? Vocabulary { get; private set; }

    IReadOnlyList<string>? IWriter.Vocabulary => Vocabulary;

    /// <summary>What a text begins after: a line's end, if there is one in the vocabulary.</summary>
    internal int FirstToken => Math.Max(0, Vocabulary!.ToList().IndexOf("\n"));

    /// <summary>Tokens of a window of its data.</summary>
    public int Window { get; private set; }

    public override IReadOnlyList<Sampler> Samplers => samplers;

    public IReadOnlyList<Knob> Knobs => [new("temperature", 0.1, 2, () => turned, value =>
    {
        turned = value;
        temperature?.Load([(float)value]);
    }, IsLogarithmic: true)];

    /// <summary>What the text that it samples begins with: it is written anew when that changes.</summary>
    public IReadOnlyList<EditableText> Texts => [new("prompt", () => prompt.Text, text =>
    {
        prompt.Set(text, Built(Vocabulary));
        Samplers[0].Restart!();
        return "";
    }, "how it is to begin")];

    public override IReadOnlyList<(string Name, string Value)> Settings =>
        [("features", string.Create(CultureInfo.InvariantCulture, $"{features} to {outFeatures}"))];

    /// <exception cref="ArgumentException">The data are no tokens.</exception>
    public override void Build(IReadOnlyList<Field> fields)
    {
        if (fields is not [{ Meaning: Meaning.Tokens tokens, Shape: { Rank: 1 } window }, ..])
        {
            throw new ArgumentException($"a language model learns windows of tokens, received {string.Join(", ", fields)}. "
                + "Take data of type Text or DrawnGrammar.");
        }

        (Vocabulary, Window) = (Vocabulary.Of(tokens), window[0]);
        embedding = Own("embedding", new Embedding(Vocabulary.Count, features, Initializer.Normal(0.1f)));
        last = Own("last", new Dense(outFeatures, Vocabulary.Count));
        samplers = [TextOf(new TokenWriter(this, Kept, keepsCells: true))];
    }

    protected override void Step(Batch batch, Stage stage)
    {
        (Tensor tokens, Tensor next) = batch;
        BeginAnew(batch.Follows);
        Tensor hidden = model.Forward(Built(embedding).Forward(tokens));
        Tensor error = Loss.SoftmaxCrossEntropy(Rows(LogitsOf(hidden)), Flat(next));
        optimizer.Minimize(error, [.. Models.SelectMany(part => part.Trainable)]);
        average?.Update([.. Models]);
        nats.Add(error);
        Show("hidden", hidden);
        foreach ((string gate, Tensor open) in Layers(model).OfType<RecurrentLayer>().LastOrDefault()?.GatesOf(hidden) ?? [])
        {
            Show($"{gate}Gate", open);
        }
    }

    protected override void Test(Batch batch)
    {
        (Tensor tokens, Tensor next) = batch;
        Tensor each = new SoftmaxCrossEntropy().Apply(Rows(Logits(Hidden(tokens))), Flat(next))[0].Reshape(next.Shape);
        nats.Add(each);
        bits.Add(each / NatsInABit);
        perplexity.Add(each);
        if (batch.Fields[1].Meaning is Meaning.Tokens { BestNats: { } known })
        {
            best.Add(Tensor.Full([batch.Count], (float)known));
        }
    }

    /// <summary>At a stream's beginning states that are carried are zeros.</summary>
    /// <param name="follows">See <see cref="Batch.Follows"/>.</param>
    void BeginAnew(Tensor? follows)
    {
        foreach (State state in Layers(model).OfType<RecurrentLayer>().SelectMany(layer => layer.Carried))
        {
            state.Assign(state.Value * (follows ?? throw new ArgumentException("a layer carries its state from batch to batch, but the "
                + "windows of the data begin anywhere. Use carried: true in the data, or no carriedBatch in the layer.")));
        }
    }

    static IEnumerable<Layer> Layers(Layer layer) => [layer, .. layer.Children.SelectMany(Layers)];

    /// <summary>All layers of its models.</summary>
    internal IEnumerable<Layer> AllLayers => Models.SelectMany(Layers);

    /// <summary>What it expects after each token [N, T]: probabilities [N, T, tokens].</summary>
    public override Tensor Answer(Tensor items) => Logits(Hidden(items)).Softmax();

    /// <summary>What the last layer is given, of tokens [N, T]: [N, T, outFeatures].</summary>
    internal Tensor Hidden(Tensor tokens)
    {
        using IDisposable? averages = average?.Reading([.. Models]);
        return model.Forward(Built(embedding).Forward(tokens));
    }

    /// <summary>Of what <see cref="Hidden"/> makes, [.., tokens].</summary>
    internal Tensor Logits(Tensor hidden)
    {
        using IDisposable? averages = average?.Reading([.. Models]);
        return LogitsOf(hidden);
    }

    Tensor LogitsOf(Tensor hidden) => hidden.Cols == outFeatures ? Built(last).Forward(hidden)
        : throw new ArgumentException($"the model makes {hidden.Shape} of windows, expected [N, T, {outFeatures}]. "
            + $"Use outFeatures: {hidden.Cols}.");

    static T Built<T>(T? part) => part ?? throw new InvalidOperationException(
        "A language model fits its vocabulary when it is built: call Build with its data's fields first.");

    static Tensor Flat(Tensor tokens) => tokens.Reshape([checked((int)tokens.Shape.Count)]);

    static Tensor Rows(Tensor logits) => logits.Reshape([logits.Rows, logits.Cols]);

    Sampler TextOf(TokenWriter writer) => new("text", () =>
    {
        temperature ??= new State("temperature", [], (float)turned);
        for (int i = 1; i < TokensPerSample; i++)
        {
            writer.Step(Choose);
        }

        return writer.Step(Choose);

        Tensor Choose(Tensor logits) => prompt.Next(Choice.Of(logits, temperature));
    }, () =>
    {
        if (prompt.Begin())
        {
            writer.Begin([], () => { });
        }
    });

    static LanguageModelLearner Read(Settings settings)
    {
        (Layer model, Optimizer optimizer) = (settings.Model("model"), settings.Optimizer("optimizer"));
        int features = settings.Int("features", min: 1, max: 1 << 16);
        return new(model, optimizer, features, settings.Has("outFeatures") ? settings.Int("outFeatures", min: 1, max: 1 << 16) : null,
            WeightAverage.Read(settings))
        {
            Choice = new(TopK: settings.Int("topK", 0, min: 0), TopP: settings.Float("topP", 1, min: 0, max: 1)),
            TokensPerSample = settings.Int("tokensPerSample", 1, min: 1, max: 1000),
        };
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("LanguageModel",
        "Learns to foretell each next token of a text; an embedding and a last layer fit its model to the vocabulary.", Read);
}
