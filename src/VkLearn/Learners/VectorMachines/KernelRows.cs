using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Models;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>
/// Rows of items' kernel matrix that are held on the device: the kernel of some of them with all. Which are to be held the learner says and
/// keeps; the rows themselves are made anew after a checkpoint, with the same bits.
/// </summary>
sealed class KernelRows : IDisposable
{
    const long MostBytesOfPart = 1L << 30; // what any Vulkan device allocates at once

    readonly State items, squares, held;
    readonly State[] parts;
    readonly State gamma;

    /// <param name="values">[count, features], row by row.</param>
    /// <param name="rows">How many are held.</param>
    /// <exception cref="ArgumentException">They do not fit in the tensors that the solver takes.</exception>
    public KernelRows(GpuDevice gpu, float[] values, int features, int rows, State gamma)
    {
        int count = values.Length / features, rowsOfPart = (int)Math.Clamp(MostBytesOfPart / (sizeof(float) * (long)count), 1, rows);
        int needed = (rows + rowsOfPart - 1) / rowsOfPart;
        if (needed > Smo.MostParts)
        {
            throw new ArgumentException(FormattableString.Invariant($"{rows} kernel rows of {count} items are ")
                + FormattableString.Invariant($"{rows * (long)count * sizeof(float) / 1e9:0.0} GB, and at most ")
                + FormattableString.Invariant($"{Smo.MostParts * MostBytesOfPart / 1e9:0.0} GB are held. ")
                + $"Let the model have at most {Smo.MostParts * rowsOfPart} vectors.");
        }

        this.gamma = gamma;
        (items, squares) = (new State("items", [count, features]), new State("squares", [count]));
        held = new State("held", [rows], -1, DType.Int32);
        parts = [.. Enumerable.Range(0, needed).Select(i => new State($"kernelRows{i}",
            [Math.Min(rowsOfPart, rows - i * rowsOfPart), count]))];
        foreach (State state in (State[])[items, squares, held, .. parts])
        {
            Session.Of(gpu).Settle(state);
        }

        items.Load(values);
        squares.Load([.. values.Chunk(features).Select(row => (float)row.Sum(x => (double)x * x))]);
    }

    /// <summary>[rows, count], one to <see cref="Smo.MostParts"/> of them.</summary>
    public IEnumerable<Tensor> Parts => parts.Select(part => part.Value);

    /// <summary>1 where a row is to be held, and is not yet: [rows].</summary>
    /// <param name="wanted">Int32 [rows]: which item's row is to be held there; below 0: none.</param>
    public Tensor Missing(Tensor wanted) => (wanted > Int(-1)) * wanted.NotEqualTo(held);

    /// <summary>Where each item's row is, or -1: Int32 [count].</summary>
    /// <inheritdoc cref="Missing"/>
    public Tensor PlaceOf(Tensor wanted)
    {
        Tensor present = Where.Select(wanted.EqualTo(held), wanted, Int(-1));
        return new Fill([items.Shape[0]], -1, DType.Int32).Apply()[0].IndexCopy(present, new Iota([wanted.Shape[0]]).Apply()[0]);
    }

    /// <summary>Items [n, features] by their numbers, Int32 [n].</summary>
    public Tensor Items(Tensor which) => items.Value.Gather(which);

    /// <summary>Makes up to so many of the missing rows.</summary>
    public void Fill(Tensor wanted, int most)
    {
        Sorted first = Missing(wanted).TopK(most);
        Tensor places = Where.Select(first.Values, first.Index, Int(-1)), which = wanted.Gather(first.Index);
        Tensor taken = Items(Where.Select(first.Values, which, Int(0)));
        Tensor made = GaussianKernel.Of(taken, items, gamma, squares);
        int from = 0;
        foreach (State part in parts)
        {
            part.Assign(part.Value.IndexCopy(places - Int(from), made));
            from += part.Shape[0];
        }

        held.Assign(held.Value.IndexCopy(places, which));
    }

    static Tensor Int(int value) => Tensor.From([value], []);

    public void Dispose()
    {
        foreach (State state in (State[])[items, squares, held, .. parts])
        {
            state.Dispose();
        }
    }
}
