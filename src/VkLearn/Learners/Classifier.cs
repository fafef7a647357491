using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Losses;
using VkLearn.Ops;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Learns which of some classes items are of: a loss, by default softmax cross entropy, of a model's logits against the data's label, of
/// which -1 does not count. It shows its logits as <c>output</c>, and of the last batch <c>prediction</c> and <c>confusion</c>: what
/// percentage of a true class (row) was taken for each (column) of late.
/// </summary>
public sealed class Classifier : Learner
{
    const string Output = "output", Label = "label";

    /// <summary>What it calls the matrix of what it takes each class for: in per cent of the true class, a row.</summary>
    public const string Confusion = "confusion";

    /// <summary>What it calls the number of items of each true class that <see cref="Confusion"/> is of.</summary>
    public const string ConfusionItems = "confusionItems";

    readonly Layer model;
    readonly Optimizer optimizer;
    readonly WeightAverage? average;
    readonly ClassificationLoss function;
    readonly WeightPenalty? penalty;
    readonly Metric loss, accuracy;
    readonly (ClassificationScore Score, Metric Metric)[] scores;
    readonly Lazy<Look> look = new(LookOf);
    IReadOnlyList<Sampler> samplers = [];

    /// <param name="model">[N, ..item] to logits [N, classes].</param>
    /// <param name="labelSmoothing">The share of each label that lies evenly on all classes in training, of softmax cross entropy.</param>
    /// <param name="average">Of the model's parameters, which goes on after each step and is tested and asked in their place; null: none.
    /// </param>
    /// <param name="loss">Null: softmax cross entropy.</param>
    /// <param name="metrics">What tests measure beside the loss and the accuracy; null: nothing.</param>
    /// <param name="penalty">What large weights cost in training, of which the reported loss does not tell; null: nothing.</param>
    /// <exception cref="ArgumentException">Labels are smoothed for another loss than softmax cross entropy.</exception>
    public Classifier(Layer model, Optimizer optimizer, float labelSmoothing = 0, WeightAverage? average = null,
        ClassificationLoss? loss = null, IReadOnlyList<ClassificationScore>? metrics = null, WeightPenalty? penalty = null)
    {
        this.penalty = penalty;
        (this.model, this.optimizer) = (Own("", model), Own("optimizer", optimizer));
        this.average = average is null ? null : Own("average", average);
        function = loss is null ? new SoftmaxCrossEntropyLoss(labelSmoothing)
            : labelSmoothing == 0 ? loss : throw new ArgumentException(
                $"Classifier: labelSmoothing is of softmax cross entropy by default, but the loss is {loss}. Say it in the loss, or leave "
                + "one out.", nameof(labelSmoothing));
        this.loss = Measure("loss", function.Unit, Better.Lower);
        accuracy = Measure("accuracy", "%", Better.Higher);
        scores = [.. (metrics ?? []).Select(score => (score, score.IsOfSums
            ? MeasureSums(score.Name, score.Unit, score.Better, score.OfSums)
            : Measure(score.Name, score.Unit, score.Better, score.OfMean)))];
    }

    /// <summary>The most accurate is the best, among equals that of least loss.</summary>
    public override IReadOnlyList<Metric> BestBy => [accuracy, loss];

    public override Look Look => look.Value;

    /// <summary>Of waves, <see cref="Listening"/> to those of the test.</summary>
    public override IReadOnlyList<Sampler> Samplers => samplers;

    public override IReadOnlyList<(string Name, string Value)> Settings =>
        [("loss", $"{function}"), .. penalty is null ? [] : ((string, string)[])[("penalty", $"{penalty}")]];

    public override void Survey(GpuDevice gpu, Splits data) =>
        samplers = Listening.SamplersOf(data.Test, model, Answer);

    protected override void Step(Batch batch, Stage stage)
    {
        Tensor logits = model.Forward(batch.Input), label = batch.Labels(batch.LabelField.Name);
        CheckFit(logits, ((Meaning.Label)batch.LabelField.Meaning).Names.Count);
        Tensor error = function.Mean(logits, label);
        Tensor? counted = label.Counted();
        optimizer.Minimize(penalty is null ? error : error + penalty.Of(model), of: model);
        average?.Update(model);
        loss.Add(error, counted?.Max(0));
        accuracy.Add(logits.Hits(label), counted);
        Show(Output, logits);
        Show(Label, label);
        Show("loss", error);
    }

    protected override void Test(Batch batch)
    {
        Tensor logits = Logits(batch.Input), label = batch.Labels(batch.LabelField.Name);
        loss.Add(function.Each(logits, label), function.WeightOf(label, logits.Cols));
        accuracy.Add(logits.Hits(label), label.Counted());
        foreach ((ClassificationScore score, Metric metric) in scores)
        {
            score.Test(metric, logits, label, ((Meaning.Label)batch.LabelField.Meaning).Names);
        }
    }

    /// <summary>The probabilities of the classes: [N, classes].</summary>
    public override Tensor Answer(Tensor items) => Logits(items).Softmax();

    static void CheckFit(Tensor logits, int classes)
    {
        if (logits.Shape.Rank != 2 || logits.Cols < classes)
        {
            throw new ArgumentException($"the model gives {logits.Shape}, but {classes} classes need [{logits.Shape[0]}, {classes}]. "
                + $"End it with outFeatures: {classes}.");
        }
    }

    Tensor Logits(Tensor items) => average?.Forward(model, items) ?? model.Forward(items);

    static Look LookOf()
    {
        Confusion? confusion = null;
        return new Look([Output, Label], ["prediction", Confusion, ConfusionItems], seen =>
        {
            confusion = new Confusion(seen[Output].Cols);
            Tensor prediction = seen[Output].ArgMax(-1);
            return new Dictionary<string, Tensor>
            {
                ["prediction"] = prediction,
                [Confusion] = confusion.Add(seen[Label], prediction) * 100,
                [ConfusionItems] = confusion.Items,
            };
        }, () => confusion?.Clear());
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("Classifier", "Learns which of some classes items are of.",
        settings => new Classifier(
        settings.Model("model"), settings.Optimizer("optimizer"), settings.Float("labelSmoothing", 0, min: 0, max: 1),
        WeightAverage.Read(settings),
        settings.Loss<ClassificationLoss>(), Score.Read<ClassificationScore>(settings), WeightPenalty.Read(settings)));
}
