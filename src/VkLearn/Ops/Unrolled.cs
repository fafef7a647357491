using VkLearn.Primitives;

namespace VkLearn.Ops;

/// <summary>
/// A recurrence as a loop over its steps: what definitions of recurrent ops share. Steps lie on the first axis, where slices are views and
/// what is stacked is made in place.
/// </summary>
/// <param name="lengths">Int32 [N]; null: all sequences have all steps.</param>
sealed class Unrolled(Recurrence recurrence, RecurrentSizes sizes, Tensor? lengths)
{
    readonly Tensor? counts = lengths?.Cast(DType.Float32).Reshape([sizes.Sequences, 1]);

    /// <summary>The steps in the order in which they are taken.</summary>
    public IEnumerable<int> Order => recurrence.IsReverse ? Enumerable.Range(0, sizes.Steps).Reverse() : Enumerable.Range(0, sizes.Steps);

    public Tensor Zeros => Tensor.Zeros(sizes.Of(Extent.OneStep).Shape);

    /// <summary>[N, T, ..] as [N, ..] of each step.</summary>
    public Tensor[] Steps(Tensor all)
    {
        Tensor turned = all.Permute(1, 0, 2);
        return [.. Enumerable.Range(0, sizes.Steps).Select(t => turned.Slice(0, t, 1).Reshape([sizes.Sequences, all.Cols]))];
    }

    /// <summary>[N, ..] of each step as [N, T, ..].</summary>
    public static Tensor Stack(Tensor[] steps) => Tensor.Stack(0, steps).Permute(1, 0, 2);

    /// <summary>[N, ..] of each step as [N, T, ..], zeros beyond the sequences' ends.</summary>
    public Tensor StackWithin(Tensor[] steps) => Stack([.. steps.Select((step, t) => Within(t, step))]);

    /// <summary>A value of a step, zeros where that is beyond a sequence's end.</summary>
    public Tensor Within(int t, Tensor value) => Carried(t, value, Tensor.Zeros(value.Shape));

    /// <summary>A state after a step: where that is beyond a sequence's end what it was before.</summary>
    public Tensor Carried(int t, Tensor after, Tensor before) =>
        counts is null ? after : Where.Select(t < counts, after, before);

    /// <summary>What a state was before each step, of what it was after.</summary>
    /// <param name="initial">Before the first step taken; null: zeros.</param>
    public Tensor[] Before(Tensor all, Tensor? initial)
    {
        Tensor[] steps = Steps(all), before = new Tensor[steps.Length];
        Tensor state = initial ?? Zeros;
        foreach (int t in Order)
        {
            before[t] = state;
            state = Carried(t, steps[t], state);
        }

        return before;
    }
}
