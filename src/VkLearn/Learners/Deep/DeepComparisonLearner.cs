using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Losses;
using VkLearn.Models;
using VkLearn.Ops;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// What depth asks of a start: three networks of as many layers learn from the same batches, one of sigmoids that begins as one writes it
/// down, one of ReLUs that begins by He et al. 2015, and one that begins as the identity (<see cref="DeepStart.ReZero"/>), whose loss and
/// accuracy are the learner's own. It shows of each how large its layers' outputs and its weights' gradients are, layer by layer:
/// <c>sigmoidActivation</c>, <c>sigmoidGradient</c> and so on, [layers that are seen].
/// </summary>
public sealed class DeepComparisonLearner : Learner
{
    readonly Entrant sigmoid, relu, residual;
    readonly Metric loss, accuracy, reluLoss, sigmoidLoss;
    readonly DepthMetrics told;

    /// <param name="optimizer">Makes an optimiser for each.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public DeepComparisonLearner(int inFeatures, int width, int depth, int classes, Func<Optimizer> optimizer)
    {
        residual = Entered("residual", DeepStart.ReZero);
        relu = Entered("relu", DeepStart.Relu);
        sigmoid = Entered("sigmoid", DeepStart.Sigmoid);
        loss = Measure("loss", better: Better.Lower);
        accuracy = Measure("accuracy", "%", Better.Higher);
        (reluLoss, sigmoidLoss) = (Measure("reluLoss"), Measure("sigmoidLoss"));
        told = new DepthMetrics(Measure("sigmoidAccuracy", "%"), Measure("reluAccuracy", "%"), Measure("sigmoidGradientRatio"),
            Measure("reluGradientRatio"), Measure("residualGradientRatio"));

        Entrant Entered(string name, DeepStart start) => new(name, Own(name, new DeepMlp(inFeatures, width, depth, classes, start)),
            Own($"{name}Optimizer", optimizer()));
    }

    /// <summary>The most accurate is the best, among equals that of least loss.</summary>
    public override IReadOnlyList<Metric> BestBy => [accuracy, loss];

    protected override void Step(Batch batch, Stage stage)
    {
        (Tensor logits, Tensor error) = Learn(residual, batch);
        loss.Add(error);
        accuracy.Add(logits.Hits(batch.Labels(batch.LabelField.Name)));
        Show("output", logits);
        Show("prediction", logits.ArgMax(-1));
        reluLoss.Add(Learn(relu, batch).Error);
        sigmoidLoss.Add(Learn(sigmoid, batch).Error);
    }

    (Tensor Logits, Tensor Error) Learn(Entrant one, Batch batch)
    {
        Tensor[] hidden = one.Net.Hidden(batch.Input);
        Tensor logits = one.Net.Logits(hidden[^1]), error = Loss.SoftmaxCrossEntropy(logits, batch.Labels(batch.LabelField.Name));
        DepthProfile profile = new(one.Net);
        Show($"{one.Name}Activation", profile.Activations(hidden));
        Show($"{one.Name}Gradient", profile.Gradients(error));
        one.Optimizer.Minimize(error, of: one.Net);
        return (logits, error);
    }

    protected override void Test(Batch batch)
    {
        Tensor logits = residual.Net.Forward(batch.Input), label = batch.Labels(batch.LabelField.Name);
        loss.Add(Loss.SoftmaxCrossEntropy(logits, label, reduction: Reduction.None));
        accuracy.Add(logits.Hits(label));
    }

    /// <summary>The probabilities of the classes by the one that learns: [N, classes].</summary>
    public override Tensor Answer(Tensor items) => residual.Net.Forward(items).Softmax();

    /// <inheritdoc/>
    public override Estimate? EstimateOn(GpuDevice gpu, Dataset test) =>
        new DepthEstimate(gpu, sigmoid.Net, relu.Net, residual.Net, test, told);

    /// <summary>A network and what it learns by.</summary>
    sealed record Entrant(string Name, DeepMlp Net, Optimizer Optimizer);

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("DeepComparison",
        "Three networks of a great many layers on the same batches: sigmoids, ReLUs, and one that begins as the identity.",
        settings => new DeepComparisonLearner(settings.Int("inFeatures", 784, min: 1), settings.Int("width", 32, min: 1),
            settings.Int("depth", 1000, min: 1, max: 100_000), settings.Int("classes", 10, min: 2),
            () => settings.Optimizer("optimizer")));
}
