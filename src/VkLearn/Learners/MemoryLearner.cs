using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Losses;
using VkLearn.Ops;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Learns what of a sequence is to be told of it later: a number after its last step, by the mean squared error, of which the share within
/// 0.04 counts as right (Hochreiter and Schmidhuber 1997); or a class at steps that have one, by cross entropy. It shows
/// <c>gradientNorm</c> [steps]: how much the loss of a batch would change by the input of each step, by which it can be learned what to
/// remember.
/// </summary>
public sealed class MemoryLearner : Learner
{
    const float Near = 0.04f;

    readonly Layer model;
    readonly Optimizer optimizer;
    readonly Metric loss, accuracy;

    /// <param name="model">[N, steps, inputs] to [N, steps, 1], whose last is taken, or to logits [N, steps, classes].</param>
    public MemoryLearner(Layer model, Optimizer optimizer)
    {
        (this.model, this.optimizer) = (Own("", model), Own("optimizer", optimizer));
        loss = Measure("loss", better: Better.Lower);
        accuracy = Measure("accuracy", "%", Better.Higher);
    }

    protected override void Step(Batch batch, Stage stage)
    {
        Tensor input = batch.Input;
        (Tensor each, Tensor right, Tensor? weight) = Judged(batch, model.Forward(input));
        Tensor error = weight is null ? each.Mean() : each.Sum() / weight.Sum();
        Tensor gradient = error.Gradients(of: input)[0];
        optimizer.Minimize(error, of: model);
        loss.Add(each, weight);
        accuracy.Add(right, weight);
        Show("gradientNorm", gradient.Square().Sum(2).Sum(0).Sqrt());
    }

    protected override void Test(Batch batch)
    {
        (Tensor each, Tensor right, Tensor? weight) = Judged(batch, model.Forward(batch.Input));
        loss.Add(each, weight);
        accuracy.Add(right, weight);
    }

    /// <summary>What each answer costs and whether it is right, and whether it counts, where not all do.</summary>
    static (Tensor Loss, Tensor Right, Tensor? Weight) Judged(Batch batch, Tensor output)
    {
        (Tensor input, Tensor wanted) = batch;
        if (output.Shape.Rank != 3 || output.Shape[0] != batch.Count || output.Shape[1] != input.Shape[1])
        {
            throw new ArgumentException($"Memory: of sequences {input.Shape} the model makes {output.Shape}, an answer at each step is "
                + "needed, [N, steps, answers]. Leave out last: true.");
        }

        if (batch.Fields[1].Meaning is Meaning.Label)
        {
            Tensor label = wanted.Reshape([checked((int)wanted.Shape.Count)]), rows = output.Reshape([output.Rows, output.Cols]);
            return (new SoftmaxCrossEntropy().Apply(rows, label)[0], rows.Hits(label), label.Counted());
        }

        Tensor error = output.Slice(1, output.Shape[1] - 1, 1).Reshape([batch.Count]) - wanted.Reshape([batch.Count]);
        return (error.Square(), error.Abs() < Near, null);
    }

    /// <summary>What it makes of sequences at each of their steps.</summary>
    public override Tensor Answer(Tensor items) => model.Forward(items);

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("Memory",
        "Learns what of a sequence is to be told later: a number at its end, or classes at some of its steps.",
        settings => new MemoryLearner(settings.Model("model"), settings.Optimizer("optimizer")));
}
