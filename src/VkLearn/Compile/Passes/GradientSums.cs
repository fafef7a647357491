using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>
/// Gradients of tensors as they come together. Those of slices wait for each other and are placed side by side: padded and added one by
/// one, the slices of a cell unrolled over its steps would cost the square of their number.
/// </summary>
sealed class GradientSums
{
    readonly Dictionary<Tensor, Tensor> sums = [];
    readonly Dictionary<Tensor, List<Part>> parts = [];

    /// <summary>What is known of the gradient of a slice's input.</summary>
    readonly record struct Part(Node Slice, Tensor Gradient)
    {
        public Slice Op => (Slice)Slice.Op;
    }

    /// <summary>The gradient of a tensor, all of whose readers have been asked for theirs; null: there is none.</summary>
    public Tensor? Of(Tensor tensor)
    {
        if (parts.Remove(tensor, out List<Part>? waiting))
        {
            foreach (IGrouping<int, Part> along in waiting.GroupBy(part => part.Op.Axis))
            {
                Add(tensor, Whole(tensor, [.. Distinct(along).OrderBy(part => part.Op.Start)]));
            }
        }

        return sums.GetValueOrDefault(tensor);
    }

    public void Add(Tensor of, Tensor gradient)
    {
        if (gradient.Shape != of.Shape)
        {
            throw new InvalidOperationException($"The gradient of {of} has shape {gradient.Shape}: a Backward made the wrong shape.");
        }

        sums[of] = sums.TryGetValue(of, out Tensor? sum) ? sum + gradient : gradient;
    }

    /// <summary>Adds to the gradient of a slice's input that of the slice.</summary>
    public void AddOfSlice(Node slice, Tensor gradient)
    {
        if (!parts.TryGetValue(slice.Inputs[0], out List<Part>? waiting))
        {
            parts.Add(slice.Inputs[0], waiting = []);
        }

        waiting.Add(new Part(slice, gradient));
    }

    /// <summary>The same elements sliced twice as one slice.</summary>
    static IEnumerable<Part> Distinct(IEnumerable<Part> along) => along.GroupBy(part => part.Op)
        .Select(alike => alike.Aggregate((a, b) => a with { Gradient = a.Gradient + b.Gradient }));

    static Tensor Whole(Tensor tensor, Part[] along)
    {
        bool overlaps = along.Zip(along.Skip(1), (a, b) => a.Op.Start + a.Op.Length > b.Op.Start).Any(does => does);
        return along.Length == 1 || overlaps ? along.Select(Padded).Aggregate((a, b) => a + b) : SideBySide(tensor, along);
    }

    static Tensor Padded(Part part) => part.Op.Differentiated(part.Slice.Inputs, part.Slice.Outputs, [part.Gradient])[0]!;

    static Tensor SideBySide(Tensor tensor, Part[] along)
    {
        (int axis, int end) = (along[0].Op.Axis, 0);
        List<Tensor> placed = [];
        foreach (Part part in along)
        {
            Fill(part.Op.Start);
            placed.Add(part.Gradient);
            end = part.Op.Start + part.Op.Length;
        }

        Fill(tensor.Shape[axis]);
        return Concat.Of(axis, [.. placed]);

        void Fill(int until)
        {
            if (until > end)
            {
                placed.Add(Tensor.Zeros(tensor.Shape.With(axis, until - end)));
            }
        }
    }
}
