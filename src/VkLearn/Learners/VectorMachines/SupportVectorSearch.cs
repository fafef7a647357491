using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Models;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>
/// Looks for C and gamma by cross-validation on the device (Hsu, Chang and Lin 2003): a step tries one pair of them. Its whole kernel
/// matrix is made; of each fold machines are fitted to the items of the others, and vote on its own. That pair is best which takes most
/// for what they are, among equals the first.
/// </summary>
sealed class SupportVectorSearch
{
    const float Tolerance = 1e-2f; // of a machine that is asked once
    const int Iterations = 20_000;

    readonly SupportVectorGrid grid;
    readonly SupportVectorMachine model;
    readonly State candidate, accuracies;
    readonly int count;
    readonly int[] labels, foldOf;
    readonly float[] values, gammas;

    /// <param name="values">[items, features], sorted by class.</param>
    /// <param name="labels">Of each item.</param>
    /// <param name="candidate">Which pair comes next: Int32 [1].</param>
    /// <param name="accuracies">[costs, gammas], which is filled as pairs are tried; NaN where none was yet.</param>
    /// <exception cref="ArgumentException">There are too few items of a class.</exception>
    public SupportVectorSearch(SupportVectorGrid grid, SupportVectorMachine model, float[] values, int[] labels, State candidate,
        State accuracies)
    {
        (this.grid, this.model, this.candidate, this.accuracies) = (grid, model, candidate, accuracies);
        int features = model.Vectors.Shape[1], seed = grid.Seed;
        int[] taken = Some(labels);
        count = taken.Length;
        this.labels = [.. taken.Select(i => labels[i])];
        this.values = [.. taken.SelectMany(i => values.AsSpan(i * features, features).ToArray())];
        grid.RefuseTooFew(this.labels, model.Classes);
        gammas = grid.Around(this.values, features);
        foldOf = new StratifiedFolds(this.labels, grid.Folds, repeats: 1, (uint)seed).Of;
    }

    /// <summary>Tries the next pair.</summary>
    /// <returns>The best so far: C, gamma, and the share that was taken for what it is.</returns>
    public (Tensor Cost, Tensor Gamma, Tensor Accuracy) Step()
    {
        int all = grid.Candidates;
        Tensor costs = Tensor.From([.. grid.Costs.SelectMany(cost => gammas.Select(_ => cost))], [all]);
        Tensor each = Tensor.From([.. grid.Costs.SelectMany(_ => gammas)], [all]);
        Tensor accuracy = Accuracy(costs.Gather(candidate).Reshape([]), each.Gather(candidate).Reshape([]));
        Tensor place = new Iota([all]).Apply()[0];
        Tensor found = Tensor.Where(place.EqualTo(candidate), accuracy, accuracies.Value.Reshape([all]));
        Tensor tried = Tensor.Where(place <= candidate.Value, found, Tensor.Zeros([])), best = tried.ArgMax(0).Reshape([1]);
        accuracies.Assign(found.Reshape(accuracies.Shape));
        candidate.Assign(candidate.Value + Tensor.From([1], [1]));
        return (costs.Gather(best).Reshape([]), each.Gather(best).Reshape([]), tried.Max());
    }

    /// <summary>The share of items that the machines which did not learn from them take for what they are.</summary>
    Tensor Accuracy(Tensor cost, Tensor gamma)
    {
        Tensor items = Tensor.From(values, [count, model.Vectors.Shape[1]]), kernel = GaussianKernel.Of(items, items, gamma);
        Tensor label = Tensor.From(labels, [count]), right = Tensor.Zeros([count]);
        for (int fold = 0; fold < grid.Folds; fold++)
        {
            int now = fold;
            Tensor isHeldOut = Tensor.From([.. foldOf.Select(of => of == now ? 1f : 0)], [count]);
            right += model.Votes(Decisions(now, kernel, cost)).Hits(label) * isHeldOut;
        }

        return right.Mean();
    }

    /// <summary>What machines that learned from the other folds say of all items: [items, pairs].</summary>
    Tensor Decisions(int fold, Tensor kernel, Tensor cost)
    {
        Tensor zeros = Tensor.Zeros([model.Pairs.Count, count]), signs = Signs(fold);
        int[] starts = [.. Enumerable.Range(0, model.Classes + 1).Select(one => labels.Count(label => label < one))];
        int[] place = [.. foldOf.Select((of, i) => of == fold ? -1 : i)];
        Tensor[] solved = new Smo(model.Classes, Tolerance, Iterations).Apply(zeros, zeros, Tensor.From(starts, [starts.Length]),
            Tensor.From(place, [count]), Tensor.Full([model.Pairs.Count], Tolerance), cost, kernel);
        OptimalityConditions end = new(solved[0], signs - solved[1], signs, cost);
        return kernel.MatMul(solved[0].Transpose()) + end.Bias.Reshape([1, model.Pairs.Count]);
    }

    /// <summary>1 for the items of each pair's first class that are learned from, -1 for its second's: [pairs, items].</summary>
    Tensor Signs(int fold) => Tensor.From(
        [.. from pair in model.Pairs from i in Enumerable.Range(0, count)
            select foldOf[i] == fold ? 0f : labels[i] == pair.First ? 1 : labels[i] == pair.Second ? -1 : 0], [model.Pairs.Count, count]);

    /// <summary>At most as many as are asked for, of each class as large a share.</summary>
    int[] Some(int[] labels)
    {
        int parts = (labels.Length + grid.Items - 1) / grid.Items;
        StratifiedFolds drawn = new(labels, parts, repeats: 1, (uint)grid.Seed);
        return [.. Enumerable.Range(0, labels.Length).Where(i => drawn.Of[i] == 0)];
    }
}
