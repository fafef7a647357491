using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Data;

/// <summary>How the windows of a stream follow each other.</summary>
public enum WindowOrder
{
    /// <summary>Each begins a stride behind the one before.</summary>
    InOrder,

    /// <summary>They begin at random places, none twice in an epoch.</summary>
    Random,

    /// <summary>The stream is parted into as many pieces as a batch has rows, and each row goes through its own.</summary>
    Carried,
}

/// <summary>
/// Windows of a stream [items, ..<see cref="Item"/>], numbers or whole numbers, from a position on, in one dispatch: [Size, Length, ..],
/// and what is to be learned with each, [Size, Target, ..]. At random places window w of an epoch begins at place
/// <see cref="Shuffle.Permute"/> of w, and the windows after the last are the epoch's first again. Carried, row r of the epoch's k-th batch
/// is window r * (windows / Size) + k. In order, windows beyond the last are zeros, whole numbers to be learned -1.
/// </summary>
/// <param name="Stream">Which data set asks, for its own order.</param>
/// <param name="Offset">Windows of the set that the same step took before.</param>
/// <param name="AreCounted">Whether no whole number of the stream is below 0.</param>
public sealed record TakeWindows(
    int Size, Shape Item, StreamWindows Windows, WindowOrder Order, uint Stream, uint Offset = 0, bool AreCounted = false) : Op
{
    internal override bool IsNonNegative(Tensor[] inputs, int output) =>
        AreCounted && inputs[0].Type == DType.Int32 && (output == 0 || Order != WindowOrder.InOrder);

    protected override TensorType[] Infer(TensorType[] inputs)
    {
        TensorType stream = inputs[0];
        if (stream.Shape.Rank == 0 || stream.Shape != Shape.Of([stream.Shape[0], .. Item])
            || stream.Type is not (DType.Float32 or DType.Int32) || Windows.CountOf(stream.Shape[0]) == 0)
        {
            throw new ArgumentException($"TakeWindows: needs a stream [items, ..] of items {Item}, Float32 or Int32, of at least "
                + $"{Windows.Span} items, received {stream}.");
        }

        return [stream with { Shape = [Size, Windows.Length, .. Item] }, stream with { Shape = [Size, Windows.Target, .. Item] }];
    }

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
    {
        int items = inputTypes[0].Shape[0], each = (int)Item.Count;
        double beyond = inputTypes[0].Type == DType.Int32 ? -1 : 0;
        double[] windows = new double[Size * Windows.Length * each], targets = new double[Size * Windows.Target * each];
        for (int row = 0; row < Size; row++)
        {
            int begin = Begin((uint)inputs[1][0] + Offset, (uint)row, items, clock.Seed, (uint)inputs[2][0]);
            Copy(windows, row, begin, Windows.Length, 0);
            Copy(targets, row, begin < 0 ? -1 : begin + Windows.Ahead, Windows.Target, beyond);
        }

        return [windows, targets];

        void Copy(double[] to, int row, int begin, int length, double otherwise)
        {
            Span<double> place = to.AsSpan(row * length * each, length * each);
            if (begin < 0)
            {
                place.Fill(otherwise);
            }
            else
            {
                inputs[0].AsSpan(begin * each, length * each).CopyTo(place);
            }
        }
    }

    /// <summary>Where a row's window begins; -1: beyond the last.</summary>
    int Begin(uint position, uint row, int items, uint seed, uint epoch)
    {
        uint count = (uint)Windows.CountOf(items), window = position + row;
        return Order switch
        {
            WindowOrder.Random => (int)Shuffle.Permute(window % count, (uint)Windows.PlacesOf(items), seed, epoch, Stream),
            WindowOrder.Carried => (int)((row * (count / (uint)Size) + position / (uint)Size) * Windows.Stride),
            _ => window < count ? (int)window * Windows.Stride : -1,
        };
    }

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
    {
        int items = inputs[0].Shape[0], each = checked((int)Item.Count);
        (int length, int target) = (Windows.Length * each, Windows.Target * each);
        uint local = pass.FewLocalSize;
        int sharers = Math.Clamp((length + target) / (16 * (int)local), 1, 64); // each invocation finds its row's place anew
        pass.Dispatch("TakeWindows", Groups.Of(sharers, Size), local, [("ORDER", (uint)Order)],
            inputs[0], pass.Counters, outputs[0], outputs[1], length, target, Windows.Ahead * each, Windows.Stride * each, each,
            Windows.CountOf(items), Windows.PlacesOf(items), Size, Slot(inputs[1]), Slot(inputs[2]), Stream, Offset,
            inputs[0].Type == DType.Int32 ? -1 : 0, sharers);
    }

    static int Slot(Tensor counter) => ((Counter)((PlaceLeaf)counter.Leaf!).Place).Slot;

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => new Tensor?[inputs.Length];
}
