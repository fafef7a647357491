using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Sick or healthy: logistic regression, a linear support vector machine and a small perceptron (<see cref="RiskModels"/>) learn side by
/// side from the rows to learn from. Then, as its estimate, they are compared by repeated stratified cross-validation over all rows
/// (Kohavi 1995): <c>logisticAccuracy</c>, <c>logisticDeviation</c> over the folds, <c>logisticAuc</c>, <c>logisticAucDeviation</c>, the
/// same of <c>svm</c> and <c>mlp</c>, and <c>bestAccuracy</c> where the data know it.
/// </summary>
/// <remarks>It has <c>table</c>, [models + 1, 4], those figures, the best accuracy below them, which is filled as repeats end; NaN is not
/// known.</remarks>
public sealed class CrossValidationLearner : Learner
{
    const int MostShown = 1000;

    readonly CrossValidationPlan plan;
    readonly Optimizer optimizer;
    readonly string? healthy;
    readonly State table;
    readonly Metric[] losses, told;
    readonly Metric best;
    RiskModels? models;
    PatientRows? shown;
    int healthyClass, trained;

    internal CrossValidationLearner(Optimizer optimizer, CrossValidationPlan plan, string? healthy = null)
    {
        (this.plan, this.healthy) = (plan, healthy);
        this.optimizer = Own("optimizer", optimizer);
        table = Own("table", new State("table", [RiskModels.Names.Count + 1, 4], float.NaN));
        losses = [.. RiskModels.Names.Select(name => Measure($"{name}Loss", better: Better.Lower))];
        told = [.. RiskModels.Names.SelectMany(name => new[]
        {
            Measure($"{name}Accuracy", "%", Better.Higher), Measure($"{name}Deviation", "%"),
            Measure($"{name}Auc", better: Better.Higher), Measure($"{name}AucDeviation"),
        })];
        best = Measure("bestAccuracy", "%");
    }

    /// <summary>One of each, which learns from the rows to learn from.</summary>
    /// <exception cref="InvalidOperationException">It has seen no data yet.</exception>
    public RiskModels Risk => models ?? throw Unseen();

    /// <summary>Of the test, at most the first 1,000.</summary>
    /// <inheritdoc cref="Risk"/>
    public PatientRows Shown => shown ?? throw Unseen();

    public override IReadOnlyList<Metric> BestBy => losses;

    /// <summary>The plan of trials is none of them: by another one what has learned may be tried again.</summary>
    public override IReadOnlyList<(string Name, string Value)> Settings =>
        [("hidden", $"{plan.Hidden}"), ("penalties", string.Join(' ', plan.Penalties)), ("healthy", healthy ?? "")];

    /// <exception cref="ArgumentException">An item is no row of numbers with a label of a few classes.</exception>
    public override void Build(IReadOnlyList<Field> fields)
    {
        (Field features, Field label) = PatientRows.FieldsOf(fields);
        healthyClass = PatientRows.HealthyClass(label, healthy);
        models ??= Own("models", new RiskModels(1, features.Shape[0], plan.Hidden, plan.Penalties));
    }

    /// <exception cref="ArgumentException">There are too few rows for the folds, or too many.</exception>
    public override void Survey(GpuDevice gpu, Splits data)
    {
        plan.RefuseUnfit(All(data));
        shown = PatientRows.Of([data.Test], healthy) is var test && test.Count > MostShown ? test.First(MostShown) : test;
        trained = data.Train.Count;
    }

    protected override void Step(Batch batch, Stage stage)
    {
        Tensor[] each = LossesOf(batch, out _);
        optimizer.Minimize(Risk.Objective(each, Tensor.Ones([1, batch.Count]), (float)trained), of: Risk);
        for (int i = 0; i < each.Length; i++)
        {
            losses[i].Add(each[i].Mean());
        }
    }

    protected override void Test(Batch batch)
    {
        Tensor[] each = LossesOf(batch, out Tensor[] right);
        for (int i = 0; i < each.Length; i++)
        {
            losses[i].Add(each[i].Reshape([batch.Count]));
            told[4 * i].Add(right[i].Reshape([batch.Count]));
        }
    }

    /// <inheritdoc/>
    public override Estimate? EstimateOn(GpuDevice gpu, Splits data) => plan.Repeats == 0 ? null
        : new CrossValidationTrials(gpu, plan, All(data), table, told,
            ((Meaning.Label)PatientRows.FieldsOf(data.Train.Fields).Label.Meaning).BestAccuracy is { } known ? (best, known) : null);

    /// <summary>[1, N], by model; and whether each is taken for what it is.</summary>
    Tensor[] LossesOf(Batch batch, out Tensor[] right)
    {
        Tensor label = batch.Labels(batch.LabelField.Name);
        Tensor sick = label.NotEqualTo(Tensor.From([healthyClass], [1])).Reshape([1, batch.Count]);
        Tensor[] scores = Risk.Scores(batch.Input.Reshape([1, batch.Count, batch.Input.Cols]));
        right = [.. scores.Select(score => (score > 0f).EqualTo(sick))];
        return RiskModels.Losses(scores, sick);
    }

    PatientRows All(Splits data) =>
        PatientRows.Of([data.Train, data.Test, .. data.Validation is { } held ? [held] : (Dataset[])[]], healthy);

    static InvalidOperationException Unseen() =>
        new("A CrossValidation learner has the form of its data: let it Build and Survey them first.");

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("CrossValidation",
        "Sick or healthy: logistic regression, a support vector machine and a perceptron, compared by repeated cross-validation.",
        settings => new CrossValidationLearner(settings.Optimizer("optimizer"), new CrossValidationPlan(
            settings.Int("folds", 10, min: 2, max: 1000), settings.Int("repeats", 5, min: 0, max: 100),
            settings.Int("steps", 300, min: 1), settings.Float("rate", 0.03f, min: 0), settings.Int("hidden", 8, min: 1, max: 1024),
            [.. RiskModels.Names.Select(name => settings.Float($"{name}Penalty", 1, min: 0))],
            settings.Int("seed", 1, min: 0)), settings.Has("healthy") ? settings.Text("healthy") : null));
}
