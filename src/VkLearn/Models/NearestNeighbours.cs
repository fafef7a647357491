using System.Runtime.CompilerServices;
using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Models;

/// <summary>
/// The nearest of the items that it was given decide, by the squared difference of their values (Cover and Hart 1967): items [N, ..item] to
/// how many of its k nearest are of each class, [N, classes], of which the greatest, among equals the first, is the answer. All distances
/// are one matrix product.
/// </summary>
public sealed class NearestNeighbours : Layer
{
    readonly State share;
    State? items, squares, classesOf; // as many as it was given

    /// <param name="most">The greatest k.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two classes, or no neighbour.</exception>
    public NearestNeighbours(int classes, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        (Classes, Most) = (classes, most);
        share = AddState("share", [most], initial: 1);
    }

    public int Classes { get; }

    /// <summary>The greatest k.</summary>
    public int Most { get; }

    /// <summary>Of each neighbour, the nearest first, 1 where it has a vote: [<see cref="Most"/>].</summary>
    public State Share => share;

    /// <summary>Takes the items of a set that have a label.</summary>
    /// <exception cref="ArgumentException">There are as few as neighbours, or they are of another number of classes.</exception>
    public void Fit(GpuDevice gpu, Dataset data)
    {
        Field label = data.Fields.FirstOrDefault(one => one.Meaning is Meaning.Label)
            ?? throw new ArgumentException("NearestNeighbours: the items have no labels.");
        int features = (int)data.Shape.Count, classes = ((Meaning.Label)label.Meaning).Names.Count;
        float[] values = data.First(gpu, data.Count).ToArray(gpu), labels = data.Read(label.Name);
        int[] taken = [.. Enumerable.Range(0, data.Count).Where(i => labels[i] >= 0)];
        if (classes != Classes || taken.Length <= Most)
        {
            throw new ArgumentException($"NearestNeighbours \"{Path}\": there are {taken.Length} items of {classes} classes, but it is of "
                + $"{Classes} classes, and of more than {Most} items. Use classes: {classes}.");
        }

        items ??= AddState("items", [taken.Length, features]);
        squares ??= AddState("squares", [taken.Length]);
        classesOf ??= AddState("classesOf", [taken.Length, classes]);
        foreach (State state in (State[])[items, squares, classesOf, share])
        {
            Session.Of(gpu).Settle(state);
        }

        float[] rows = new float[taken.Length * features];
        for (int row = 0; row < taken.Length; row++)
        {
            values.AsSpan(taken[row] * features, features).CopyTo(rows.AsSpan(row * features));
        }

        items.Load(rows);
        squares.Load([.. rows.Chunk(features).Select(row => (float)row.Sum(x => (double)x * x))]);
        classesOf.Load([.. from i in taken from one in Enumerable.Range(0, classes) select labels[i] == one ? 1f : 0]);
    }

    /// <summary>The classes of the nearest, the nearest first: [N, count, classes], 1 for its class.</summary>
    /// <param name="count">From 1 to the number of items it was given.</param>
    /// <exception cref="InvalidOperationException">It was given none.</exception>
    public Tensor ClassesOfNearest(Tensor input, int count)
    {
        if (items is null)
        {
            throw new InvalidOperationException($"NearestNeighbours \"{Path}\": call Fit before it is asked.");
        }

        Tensor rows = input.Flatten();
        Tensor nearness = rows.MatMul(items.Value.Transpose()) * 2 - squares!.Value.Reshape([1, items.Shape[0]]);
        Tensor nearest = new TopK(count).Apply(nearness)[0];
        return classesOf!.Value.Gather(nearest.Reshape([rows.Shape[0] * count])).Reshape([rows.Shape[0], count, Classes]);
    }

    protected override Tensor Apply(Tensor input) => (ClassesOfNearest(input, Most) * share.Value.Reshape([1, Most, 1])).Sum(1);

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("NearestNeighbours",
        "The nearest items decide (Cover and Hart 1967): items to votes; the learner of that name gives it its items and chooses k.",
        settings => new NearestNeighbours(settings.Int("classes", min: 2, max: 4096), settings.Int("most", 10, min: 1, max: 1024)));
}
