using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Models;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// What it is worth to have looked before: machines of a <see cref="DeepBeliefNet"/> learn from all items, without labels. Then, as its
/// estimate, networks learn from few labels, one that begins as the machines and others that begin at random, of which that counts whose
/// learning rate is best on the validation data; several draws of labels, and the means told as <c>pretrained100</c>, <c>plain100</c> and
/// so on (after Larochelle et al. 2009, section 6, and Hinton, Osindero and Teh 2006).
/// </summary>
/// <remarks>It shows <c>dream</c> and <c>hiddenProbabilities</c>, and has <c>accuracies</c>, [labels, 2], which is filled as trials end.
/// </remarks>
public sealed class FewLabelsLearner : Learner
{
    readonly Layer model;
    readonly DeepBeliefNet net;
    readonly GreedyPretraining pretraining;
    readonly FewLabelsPlan plan;
    readonly State accuracies;
    readonly Metric reconstruction;
    readonly Metric[] told;

    internal FewLabelsLearner(Layer model, IReadOnlyList<RbmTraining> machines, FewLabelsPlan plan)
    {
        IReadOnlyList<Dense> dense = DeepBeliefNet.DenseIn(model);
        this.plan = plan;
        this.model = Own("", model);
        net = Own("net", new DeepBeliefNet(DeepBeliefNet.UnitsOf([.. dense.SkipLast(1)])));
        pretraining = new GreedyPretraining(net, machines);
        Own(pretraining.Owned);

        accuracies = Own("accuracies", new State("accuracies", [plan.Labels.Count, 2]));
        reconstruction = Measure("reconstructionError", better: Better.Lower);
        told = [.. plan.Labels.SelectMany(count => new[]
        {
            Measure($"pretrained{count}", "%", Better.Higher), Measure($"plain{count}", "%", Better.Higher),
        })];
    }

    public override IReadOnlyList<Stage> Stages => pretraining.Stages;

    /// <summary>The plan is none of them: by another one what has learned may be tried again.</summary>
    public override IReadOnlyList<(string Name, string Value)> Settings => [.. pretraining.Settings];

    /// <exception cref="ArgumentException">There are too few items to learn from.</exception>
    public override void Survey(GpuDevice gpu, Dataset train) => plan.RefuseTooFew(train.Count);

    protected override void Step(Batch batch, Stage stage)
    {
        PretrainingStep step = pretraining.Step(stage, batch.Input.Flatten());
        reconstruction.Add(step.ReconstructionError);
        Show("dream", step.Dream.Reshape(batch.Input.Shape));
        Show("hiddenProbabilities", step.Hidden);
    }

    /// <inheritdoc/>
    public override Estimate? EstimateOn(GpuDevice gpu, Splits data) => plan.Draws == 0 ? null
        : new FewLabelsTrials(gpu, plan, model, net, data, accuracies, told);

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("FewLabels",
        "What pretraining without labels is worth where there are few: networks that had it against some that had not.",
        settings =>
        {
            Layer model = settings.Model("model");
            FewLabelsPlan plan = new(
                settings.Ints("labels", [100, 600, 1000], min: 1), settings.Int("draws", 5, min: 0, max: 1000),
                settings.Float("pretrainedRate", min: 0), settings.Floats("plainRates"),
                settings.Int("updates", min: 1), settings.Int("updateBatch", 50, min: 1),
                settings.Int("validation", 2000, min: 1));
            return new FewLabelsLearner(model, RbmTraining.ReadAll(settings), plan);
        });
}
