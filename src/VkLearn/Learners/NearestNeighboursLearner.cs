using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Models;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Gives <see cref="NearestNeighbours"/> all items, and chooses how many decide: each step asks what the others would take its batch's
/// items for, by 1, 2, 3 and more of them, and from then on as many decide as were right most often (leaving one out). What it reaches is
/// the floor for whoever learns more. It shows <c>prediction</c>, what the others take the batch for, and <c>label</c>, and has
/// <c>right</c>, [most]: the share that k neighbours were right of, from 1 on.
/// </summary>
public sealed class NearestNeighboursLearner : Learner
{
    readonly NearestNeighbours model;
    readonly State right, asked;
    readonly Metric accuracy, neighbours;

    public NearestNeighboursLearner(NearestNeighbours model)
    {
        this.model = Own("", model);
        right = Own("right", new State("right", [model.Most]));
        asked = Own("asked", new State("asked", []));
        accuracy = Measure("accuracy", "%", Better.Higher);
        neighbours = Measure("neighbours");
    }

    public override void Survey(GpuDevice gpu, Dataset train) => model.Fit(gpu, train);

    protected override void Step(Batch batch, Stage stage)
    {
        Tensor label = batch.Labels(batch.LabelField.Name);
        // The nearest is the item itself, which is left out.
        Tensor others = model.ClassesOfNearest(batch.Input, model.Most + 1).Slice(1, 1, model.Most);
        Tensor answers = others.CumSum(1).ArgMax(-1), isRight = answers.EqualTo(label.Reshape([batch.Count, 1]));
        Tensor before = asked.Value, now = before + batch.Count;
        Tensor share = (right.Value * before + isRight.Sum(0)) / now;
        right.Assign(share);
        asked.Assign(now);
        Tensor best = share.ArgMax(0).Cast(DType.Float32);
        model.Share.Assign(new Iota([model.Most]).Apply()[0].Cast(DType.Float32) <= best);
        Tensor isBest = new Iota([model.Most]).Apply()[0].Cast(DType.Float32).EqualTo(best);
        Show("prediction", (answers.Cast(DType.Float32) * isBest).Sum(1).Cast(DType.Int32));
        Show("label", label);
        accuracy.Add(share.Max());
        neighbours.Add(best + 1);
    }

    /// <summary>Once each item was asked, nothing is left to choose by.</summary>
    public override bool HasLearned(TrainingMetrics recent) => recent.Epoch > 1;

    protected override void Test(Batch batch) => accuracy.Add(model.Forward(batch.Input).Hits(batch.Labels(batch.LabelField.Name)));

    /// <summary>Of each class the share of the neighbours that decide: [N, classes].</summary>
    public override Tensor Answer(Tensor items) => model.Forward(items) / model.Share.Value.Sum();

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("NearestNeighbours",
        "The nearest items decide, as many as do best when one is left out (Cover and Hart 1967).",
        settings => new NearestNeighboursLearner(settings.Model("model") as NearestNeighbours
            ?? throw settings.Error("the model must be a NearestNeighbours", "model")));
}
