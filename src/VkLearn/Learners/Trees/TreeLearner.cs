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
/// Learns the label of each node of trees by what recursive nets make of the words below it (Socher et al. 2013), with the mean cross
/// entropy of all nodes that have one. An embedding and a last layer of as many neurons as there are classes stand before and behind the
/// model. Its tests tell of all nodes, of roots in all classes, where those are more than two (<c>rootFiveAccuracy</c>, as five are
/// sentiment's), and of roots in two (<c>rootAccuracy</c>): whether the classes above the middle one are more probable than those below it,
/// roots of the middle one left out.
/// </summary>
public sealed class TreeLearner : Learner, IKnobs
{
    readonly Layer model;
    readonly Optimizer optimizer;
    readonly WeightPenalty? penalty;
    readonly WeightAverage? average;
    readonly int features, outFeatures;
    readonly Metric loss, nodeAccuracy, rootAccuracy, rootFiveAccuracy;
    Embedding? embedding;
    Dense? last;
    Vocabulary? vocabulary;

    /// <param name="model">Words [N, words, features] and children to the states of all nodes [N, words + nodes, outFeatures].</param>
    /// <param name="features">Of the vector that stands for a word.</param>
    /// <param name="outFeatures">Of what the model makes, by default as many.</param>
    /// <param name="penalty">What large weights of model and last layer cost in training, of which the reported loss does not tell; null:
    /// nothing.</param>
    /// <param name="average">Of all weights, which is tested and asked in place of them; null: none.</param>
    public TreeLearner(Layer model, Optimizer optimizer, int features, int? outFeatures = null, WeightPenalty? penalty = null,
        WeightAverage? average = null)
    {
        (this.model, this.optimizer, this.penalty) = (Own("", model), Own("optimizer", optimizer), penalty);
        this.average = average is null ? null : Own("average", average);
        (this.features, this.outFeatures) = (features, outFeatures ?? features);
        loss = Measure("loss", "nats", Better.Lower);
        nodeAccuracy = Measure("nodeAccuracy", "%", Better.Higher);
        rootAccuracy = Measure("rootAccuracy", "%", Better.Higher);
        rootFiveAccuracy = Measure("rootFiveAccuracy", "%", Better.Higher);
    }

    /// <summary>The share of the numbers of words' vectors, and of those that the last layer is given, that are left out in training.
    /// </summary>
    public float Dropout { get; init; }

    /// <summary>How far from 0 the numbers of words' vectors are at first.</summary>
    public float WordDeviation { get; init; } = 0.1f;

    /// <summary>What the user would have told of, with brackets or without; null: nothing.</summary>
    public string? Sentence { get; init; }

    /// <summary>The sentences that it tells of; null before it has seen its data.</summary>
    public ShownSentences? Shown { get; private set; }

    public IReadOnlyList<Knob> Knobs => Shown?.Knobs ?? [];

    public override IReadOnlyList<Sampler> Samplers => Shown is null ? []
        : [Shown.Sampler(vocabulary!, Asked)];

    /// <summary>The most accurate at all nodes is the best: there are too few roots.</summary>
    public override IReadOnlyList<Metric> BestBy => [nodeAccuracy, loss];

    public override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("features", string.Create(CultureInfo.InvariantCulture, $"{features} to {outFeatures}")),
        ("dropout", string.Create(CultureInfo.InvariantCulture, $"{Dropout}")),
        .. penalty is null ? [] : ((string, string)[])[("penalty", $"{penalty}")],
    ];

    /// <exception cref="ArgumentException">The data are no trees.</exception>
    public override void Build(IReadOnlyList<Field> fields)
    {
        if (fields is not [{ Meaning: Meaning.Tokens words }, { Meaning: Meaning.Tree }, { Meaning: Meaning.Label label }])
        {
            throw new ArgumentException($"recursive nets learn trees of words, received {string.Join(", ", fields)}. "
                + "Take data of type Treebank or DrawnLogic.");
        }

        vocabulary = Vocabulary.Of(words);
        embedding = Own("embedding", new Embedding(words.Vocabulary.Count, features, Initializer.Normal(WordDeviation)));
        last = Own("last", new Dense(outFeatures, label.Names.Count));
    }

    public override void Survey(GpuDevice gpu, Splits data) => Shown ??= ShownSentences.Of(data.Test, Sentence);

    protected override void Step(Batch batch, Stage stage)
    {
        (Tensor logits, Tensor label) =
            (Logits(batch[TreeColumns.Words], batch[TreeColumns.Tree], Dropout), Flat(batch.Labels(TreeColumns.Label)));
        Tensor error = Loss.SoftmaxCrossEntropy(logits, label);
        Tensor cost = penalty is null ? error : error + penalty.Of(model) + penalty.Of(Built(last));
        optimizer.Minimize(cost, [.. Models.SelectMany(part => part.Trainable)]);
        average?.Update([.. Models]);
        loss.Add(error);
        nodeAccuracy.Add(logits.Hits(label), label.Counted());
    }

    protected override void Test(Batch batch)
    {
        (Tensor logits, Tensor label) = (Asked(batch[TreeColumns.Words], batch[TreeColumns.Tree]), Flat(batch.Labels(TreeColumns.Label)));
        loss.Add(new SoftmaxCrossEntropy().Apply(logits, label)[0], label.Counted());
        nodeAccuracy.Add(logits.Hits(label), label.Counted());
        TestRoots(batch, logits, label);
    }

    void TestRoots(Batch batch, Tensor logits, Tensor label)
    {
        (Tensor root, Tensor rootLabel) = Roots(batch.Count, logits, label);
        int classes = logits.Cols;
        if (classes > 2)
        {
            rootFiveAccuracy.Add(root.Hits(rootLabel), rootLabel.Counted());
        }

        float middle = (classes - 1) / 2f;
        Tensor probability = root.Softmax(), side = Tensor.From([.. Enumerable.Range(0, classes).Select(i => (float)Math.Sign(i - middle))],
            [classes]);
        Tensor isAbove = 0f < (probability * side).Sum(-1), wanted = rootLabel.Cast(DType.Float32);
        Tensor counts = (wanted >= 0f) * (wanted.NotEqualTo(middle));
        rootAccuracy.Add(isAbove.EqualTo(middle < wanted), counts);
    }

    /// <summary>Of rows of all nodes those of the roots: the last of each tree, or, where that is none, the first, a single word.</summary>
    static (Tensor Logits, Tensor Label) Roots(int trees, Tensor logits, Tensor label)
    {
        int rows = label.Shape[0] / trees;
        Tensor labels = label.Cast(DType.Float32).Reshape([trees, rows]), each = logits.Reshape([trees, rows, logits.Cols]);
        Tensor lastLabel = labels.Slice(1, rows - 1, 1).Reshape([trees]), firstLabel = labels.Slice(1, 0, 1).Reshape([trees]);
        Tensor isWord = lastLabel < 0f;
        return (Tensor.Where(isWord.Reshape([trees, 1]), each.Slice(1, 0, 1).Reshape([trees, logits.Cols]),
            each.Slice(1, rows - 1, 1).Reshape([trees, logits.Cols])), Tensor.Where(isWord, firstLabel, lastLabel).Cast(DType.Int32));
    }

    /// <summary>As it is tested and asked: without dropout, by the average of its weights where it has one.</summary>
    Tensor Asked(Tensor words, Tensor tree)
    {
        using IDisposable? averaged = average?.Reading([.. Models]);
        return Logits(words, tree, dropout: 0);
    }

    /// <summary>Of all nodes of trees: [N rows, classes].</summary>
    Tensor Logits(Tensor words, Tensor tree, float dropout)
    {
        Tensor states = model.Forward([Left(Built(embedding).Forward(words)), tree])[0];
        Tensor rows = Left(states.Reshape([states.Rows, states.Cols]));
        return rows.Cols == outFeatures ? Built(last).Forward(rows)
            : throw new ArgumentException($"the model makes {states.Shape} of trees, expected [N, nodes, {outFeatures}]. "
                + $"Use outFeatures: {states.Cols}.");

        Tensor Left(Tensor x) => dropout == 0 ? x : x.Dropout(dropout);
    }

    static Tensor Flat(Tensor label) => label.Reshape([checked((int)label.Shape.Count)]);

    static T Built<T>(T? part) => part ?? throw new InvalidOperationException(
        "Recursive nets fit their vocabulary when they are built: call Build with the data's fields first.");

    static TreeLearner Read(Settings settings)
    {
        (Layer model, Optimizer optimizer) = (settings.Model("model"), settings.Optimizer("optimizer"));
        int features = settings.Int("features", min: 1, max: 1 << 16);
        return new(model, optimizer, features, settings.Has("outFeatures") ? settings.Int("outFeatures", min: 1, max: 1 << 16) : null,
            WeightPenalty.Read(settings), WeightAverage.Read(settings))
        {
            Dropout = settings.Float("dropout", 0, min: 0, max: 0.95f),
            Sentence = settings.Has("sentence") ? settings.Text("sentence") : null,
            WordDeviation = settings.Float("wordDeviation", 0.1f, min: 0),
        };
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("Tree",
        "Learns the label of each node of trees; an embedding and a last layer fit its model to words and classes.", Read);
}
