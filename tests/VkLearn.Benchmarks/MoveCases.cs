using VkLearn.Data;
using VkLearn.Primitives;

namespace VkLearn.Benchmarks;

/// <summary>What moves values more than it computes: batches, gathers, joins, casts.</summary>
static class MoveCases
{
    public static IEnumerable<Case> All(int elements)
    {
        yield return Batched("bytes", Operand.Bytes(10_000, 784), size: 64);
        yield return Batched("bytes", Operand.Bytes(10_000, 784), size: 128);
        yield return Batched("bytes", Operand.Bytes(10_000, 784), size: 4096);
        yield return Batched("floats", Operand.Floats(10_000, 784), size: 128);
        yield return Gathered(rows: 65, cols: 64, count: 2048);
        yield return Gathered(rows: 65_536, cols: 128, count: elements / 128);
        yield return Scattered(rows: 65, cols: 64, count: 2048);
        yield return Scattered(rows: 1024, cols: 128, count: 8192);
        int lines = elements / 1024;
        Operand half = Operand.Floats(lines, 512), whole = Operand.Floats(lines, 1024);
        yield return new Case("Concat", $"2 of [{lines}, 512]", [half, half], x => [Concat.Of(1, x)]);
        yield return new Case("Pad", $"[{lines}, 1024] by 1 and 1", [whole], x => [x[0].Pad(1, 1, 1)]);
        yield return new Case("Slice", $"[{lines}, 512] of 1024", [whole], x => [x[0].Slice(1, 256, 512)])
            { Bytes = 2L * lines * 512 * sizeof(float) };
        yield return new Case("Permute", $"[{lines}, 1024] transposed", [whole], x => [x[0].Transpose()]);
        yield return new Case("Cast", $"to float16, [{elements}]", [Operand.Floats(elements)], x => [x[0].Cast(DType.Float16)])
            { Allowed = 5e-4 };
        yield return new Case("Cast", $"to uint8, [{elements}]", [Operand.Floats(elements) with { Low = 0, High = 256 }],
            x => [x[0].Cast(DType.UInt8)]);
    }

    static Case Batched(string type, Operand items, int size)
    {
        int elements = items.Type.Shape[1];
        TakeRows op = new(size, [elements], Shuffled: true, Stream: 1, Scale: 1 / 255f, Beside: []);
        return new Case("Batch", $"{size} of {items.Type.Shape} {type}",
            [items, Operand.Below(10, items.Type.Shape[0]), Operand.Counter, Operand.Counter], op.Apply)
        {
            Bytes = (long)size * (elements * sizeof(float) + items.Type.Bytes / items.Type.Shape[0]),
        };
    }

    static Case Gathered(int rows, int cols, int count) => new("Gather", $"{count} rows of [{rows}, {cols}]",
        [Operand.Floats(rows, cols), Operand.Below(rows, count)], x => [x[0].Gather(x[1])])
        { Bytes = count * (2L * cols + 1) * sizeof(float) };

    static Case Scattered(int rows, int cols, int count) => new("ScatterAdd", $"[{count}, {cols}] to {rows} rows",
        [Operand.Floats(count, cols), Operand.Below(rows, count)], x => [x[0].ScatterAdd(x[1], rows)]);
}
