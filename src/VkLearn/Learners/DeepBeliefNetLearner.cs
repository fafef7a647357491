using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// A classifier that looks before it is told (Hinton, Osindero and Teh 2006): under the dense layers of its model, but the last, stands a
/// <see cref="DeepBeliefNet"/>, whose machines learn greedily; then all is fine-tuned by backpropagation. The topmost machine may learn
/// the labels beside its features, so that the net dreams of a class that is asked for. Fine-tuning leaves the machines as they are.
/// </summary>
/// <remarks>It shows <c>dream</c>, what the machine that learns makes of the batch, in the end those below the topmost,
/// <c>hiddenProbabilities</c>, <c>output</c>, and samples <c>dreams</c> and <c>fields</c>.</remarks>
public sealed class DeepBeliefNetLearner : Learner, IKnobs
{
    const int FieldsOfEach = 64;

    readonly Layer model;
    readonly DeepBeliefNet net;
    readonly GreedyPretraining pretraining;
    readonly Optimizer optimizer;
    readonly Metric reconstruction, loss, accuracy;
    readonly ClassificationLoss function = new SoftmaxCrossEntropyLoss(0);
    readonly LabelledDreams dreams;

    /// <param name="model">[N, ..item] to logits [N, classes], of dense layers with sigmoids between; dropout is welcome (Hinton et al.
    /// 2012).</param>
    /// <param name="optimizer">Of the fine-tuning.</param>
    /// <param name="machines">How each dense layer but the last is pretrained.</param>
    /// <param name="passes">What a machine is given by the one below.</param>
    /// <param name="isJoint">Whether the topmost machine sees the labels too.</param>
    /// <exception cref="ArgumentException">The model has less than two dense layers, or they and the machines do not fit each other.
    /// </exception>
    public DeepBeliefNetLearner(Layer model, Optimizer optimizer, IReadOnlyList<RbmTraining> machines, Passes passes = Passes.MeanField,
        bool isJoint = true)
    {
        IReadOnlyList<Dense> dense = DeepBeliefNet.DenseIn(model);
        int classes = dense.Count > 1 ? dense[^1].Weight.Shape[1] : throw new ArgumentException(
            $"A deep belief net needs two Dense layers or more, the last of which gives logits; the model has {dense.Count}.");
        Dense[] encoder = [.. dense.SkipLast(1)];
        this.model = Own("", model);
        net = Own("net", new DeepBeliefNet(DeepBeliefNet.UnitsOf(encoder), classes: isJoint ? classes : 0));
        pretraining = new GreedyPretraining(net, machines, passes) { Encoder = encoder };
        Own(pretraining.Owned);

        this.optimizer = Own("optimizer", optimizer);
        Stages = [.. pretraining.Stages, new("fine-tuning")];
        reconstruction = Measure("reconstructionError", better: Better.Lower);
        loss = Measure("loss", "nats", Better.Lower);
        accuracy = Measure("accuracy", "%", Better.Higher);
        dreams = new LabelledDreams(net);
        Samplers = [dreams.Sampler, new("fields", FieldsOfMachines)];
    }

    public override IReadOnlyList<Stage> Stages { get; }

    public override IReadOnlyList<Sampler> Samplers { get; }

    /// <summary>The most accurate is the best, among equals that of least loss.</summary>
    public override IReadOnlyList<Metric> BestBy => [accuracy, loss];

    public override IReadOnlyList<(string Name, string Value)> Settings => [.. pretraining.Settings];

    /// <summary>Only once it classifies.</summary>
    public override bool IsTested(Stage stage) => !pretraining.Has(stage);

    /// <summary>Which class it dreams of.</summary>
    public IReadOnlyList<Knob> Knobs => dreams.Knobs;

    protected override void Step(Batch batch, Stage stage)
    {
        Tensor label = batch.Labels(batch.LabelField.Name);
        if (pretraining.Has(stage))
        {
            PretrainingStep step = pretraining.Step(stage, batch.Input.Flatten(), label);
            reconstruction.Add(step.ReconstructionError);
            Show("dream", step.Dream.Reshape(batch.Input.Shape));
            Show("hiddenProbabilities", step.Hidden);
            return;
        }

        Tensor logits = model.Forward(batch.Input), error = function.Mean(logits, label);
        optimizer.Minimize(error, of: model);
        loss.Add(error);
        accuracy.Add(logits.Hits(label), label.Counted());
        int top = net.Machines.Count - 1;
        Show("dream", net.Down(net.Up(batch.Input.Flatten(), top), top).Reshape(batch.Input.Shape));
        Show("output", logits);
    }

    protected override void Test(Batch batch)
    {
        Tensor logits = model.Forward(batch.Input), label = batch.Labels(batch.LabelField.Name);
        loss.Add(function.Each(logits, label), function.WeightOf(label, logits.Cols));
        accuracy.Add(logits.Hits(label), label.Counted());
    }

    /// <summary>The probabilities of the classes: [N, classes].</summary>
    public override Tensor Answer(Tensor items) => model.Forward(items).Softmax();

    /// <summary>What units of each machine look for, by the machine: <c>fields1</c>, [pixels, units].</summary>
    Dictionary<string, Tensor> FieldsOfMachines() =>
        Enumerable.Range(0, net.Machines.Count).ToDictionary(i => $"fields{i + 1}", i => net.Fields(i, FieldsOfEach));

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("DeepBeliefNet",
        "A classifier whose dense layers are Boltzmann machines at first, which learn greedily (Hinton, Osindero and Teh 2006).",
        settings =>
        {
            Layer model = settings.Model("model");
            return new DeepBeliefNetLearner(model, settings.Optimizer("optimizer"), RbmTraining.ReadAll(settings),
                settings.OneOf<Passes>("passes", Passes.MeanField), settings.Flag("joint", true));
        });
}
