using VkLearn.Compile;

namespace VkLearn.Data;

/// <summary>
/// Rows of a data set from a position on: items [count, ..] and labels [count] to [Size, ..] and [Size]. Shuffled, row r of an epoch is
/// item <see cref="Data.Shuffle.Permute"/> of r. Beyond the last item rows are zeros, labels -1.
/// </summary>
public sealed record Batch(int Size, Shape Item, bool Shuffled, uint Stream, float Scale, float Shift) : Op
{
    protected internal override TensorType[] Infer(TensorType[] inputs) =>
        inputs[0].Shape == VkLearn.Shape.Of([inputs[1].Shape[0], .. Item]) && inputs[0].Type is DType.Float32 or DType.UInt8
            ? [new([Size, .. Item], DType.Float32), new([Size], DType.Int32)]
            : throw new ArgumentException(
                $"Batch: needs Float32 or UInt8 items [count, ..] of shape {Item} and labels [count], " +
                $"received {inputs[0]} and {inputs[1]}.");

    protected internal override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
    {
        int count = inputs[1].Length, elements = (int)Item.Count;
        (uint position, uint epoch) = ((uint)inputs[2][0], (uint)inputs[3][0]);
        double[] x = new double[Size * elements], y = new double[Size];
        for (int row = 0; row < Size; row++)
        {
            uint at = position + (uint)row;
            if (at >= count)
            {
                y[row] = -1;
                continue;
            }

            int item = (int)(Shuffled ? Shuffle.Permute(at, (uint)count, clock.Seed, epoch, Stream) : at);
            y[row] = inputs[1][item];
            for (int i = 0; i < elements; i++)
            {
                x[row * elements + i] = inputs[0][item * elements + i] * Scale + Shift;
            }
        }

        return [x, y];
    }

    protected internal override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
    {
        int elements = checked((int)Item.Count);
        bool areBytes = inputs[0].Type == DType.UInt8;
        uint local = pass.FewLocalSize;
        // Each invocation finds its row's item anew, so it gets some rounds.
        Groups groups = Groups.Of(Math.Clamp(elements / (16 * (int)local), 1, 64), Size);
        pass.Dispatch("Batch", groups,
            local, [("SHUFFLE", Shuffled), ("BYTES", areBytes), ("FOURS", elements % 4 == 0)],
            inputs[0], inputs[1], pass.Counters, outputs[0], outputs[1],
            elements, inputs[1].Shape[0], Size, Slot(inputs[2]), Slot(inputs[3]), Stream, Scale, Shift);
    }

    static int Slot(Tensor counter) => ((Counter)((PlaceLeaf)counter.Leaf!).Place).Slot;

    protected internal override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => [null, null, null, null];
}
