using VkLearn.Compile;

namespace VkLearn.Data;

/// <summary>
/// Rows of a data set from a position on, in one dispatch: of a column [count, ..<see cref="Item"/>], and of another beside it if there is
/// one, to [Size, ..]. Floats and bytes of the first become numbers, scaled and shifted; integers, and all of the other, are copied.
/// Shuffled, row r of an epoch is item <see cref="Shuffle.Permute"/> of r, and the rows after the last are the epoch's first again. In
/// order, rows beyond the last item are zeros, integers <see cref="Beyond"/>.
/// </summary>
/// <param name="Stream">Which data set asks, for its own order.</param>
/// <param name="Offset">Rows of the set that the same step took before.</param>
/// <param name="Beside">The shape of the other column's items.</param>
/// <param name="AreCounted">Whether no integer of the columns is below 0: all their labels count.</param>
public sealed record TakeRows(
    int Size, Shape Item, bool Shuffled, uint Stream, float Scale = 1, float Shift = 0, uint Offset = 0, Shape? Beside = null,
    int Beyond = -1, bool AreCounted = false) : Op
{
    // A plan says what the rows are for.
    public override string Name => "Batch";

    int Columns => Beside is null ? 1 : 2;

    internal override bool IsNonNegative(Tensor[] inputs, int output) =>
        AreCounted && (Shuffled || Beyond >= 0) && inputs[output].Type == DType.Int32;

    protected override TensorType[] Infer(TensorType[] inputs)
    {
        TensorType first = inputs[0], other = inputs[Columns - 1];
        int count = first.Shape.Rank > 0 ? first.Shape[0] : 0;
        bool fits = first.Shape == Shape.Of([count, .. Item]) && first.Type is DType.Float32 or DType.UInt8 or DType.Int32
            && (Beside is null || (other.Shape == Shape.Of([count, .. Beside]) && other.Type is DType.Float32 or DType.Int32
                && first.Type != DType.Int32));
        if (!fits)
        {
            throw new ArgumentException(
                $"Batch: needs Float32 or UInt8 items [count, ..] of shape {Item}"
                + (Beside is null ? ", or Int32" : $" and beside them Float32 or Int32 [count, ..] of shape {Beside}")
                + $", received {string.Join(" and ", inputs[..Columns])}.");
        }

        DType made = first.Type == DType.Int32 ? DType.Int32 : DType.Float32;
        return Beside is { } beside ? [new([Size, .. Item], made), new([Size, .. beside], other.Type)] : [new([Size, .. Item], made)];
    }

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
    {
        int count = inputs[0].Length / (int)Item.Count;
        (uint position, uint epoch) = ((uint)inputs[Columns][0], (uint)inputs[Columns + 1][0]);
        int[] items = new int[Size];
        for (int row = 0; row < Size; row++)
        {
            uint at = position + Offset + (uint)row;
            items[row] = Shuffled ? (int)Shuffle.Permute(at % (uint)count, (uint)count, clock.Seed, epoch, Stream)
                : at < count ? (int)at : -1;
        }

        bool isCopied = inputTypes[0].Type == DType.Int32;
        double[] first = Rows(inputs[0], items, (int)Item.Count, isCopied ? Beyond : 0);
        if (!isCopied)
        {
            for (int i = 0; i < first.Length; i++)
            {
                first[i] = items[i / (int)Item.Count] < 0 ? 0 : first[i] * Scale + Shift;
            }
        }

        return Beside is { } beside
            ? [first, Rows(inputs[1], items, (int)beside.Count, inputTypes[1].Type == DType.Int32 ? Beyond : 0)]
            : [first];
    }

    static double[] Rows(double[] column, int[] items, int elements, double beyond)
    {
        double[] rows = new double[items.Length * elements];
        for (int i = 0; i < rows.Length; i++)
        {
            int item = items[i / elements];
            rows[i] = item < 0 ? beyond : column[item * elements + i % elements];
        }

        return rows;
    }

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
    {
        // What is scaled, and what is copied; one that there is not has no elements, and the other stands for it.
        bool copiesFirst = inputs[0].Type == DType.Int32;
        Tensor copied = inputs[Columns - 1], copy = outputs[Columns - 1];
        int elements = copiesFirst ? 0 : checked((int)Item.Count);
        int copiedElements = copiesFirst ? checked((int)Item.Count) : checked((int)(Beside?.Count ?? 0));
        uint local = pass.FewLocalSize;
        // Each invocation finds its row's item anew, so it gets some rounds.
        int sharers = Math.Clamp(Math.Max(elements, copiedElements) / (16 * (int)local), 1, 64);
        pass.Dispatch("Batch", Groups.Of(sharers, Size),
            local, [("SHUFFLE", Shuffled), ("BYTES", inputs[0].Type == DType.UInt8), ("FOURS", elements % 4 == 0)],
            inputs[0], copied, pass.Counters, outputs[0], copy,
            elements, copiedElements, inputs[0].Shape[0], Size, Slot(inputs[Columns]), Slot(inputs[Columns + 1]), Stream, Offset,
            copy.Type == DType.Int32 ? Beyond : 0, Scale, Shift, sharers);
    }

    static int Slot(Tensor counter) => ((Counter)((PlaceLeaf)counter.Leaf!).Place).Slot;

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => new Tensor?[inputs.Length];
}
