using VkLearn.Data;
using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>
/// Rows dealt out to folds, of each sort to each as many as can be (Kohavi 1995), several times, each time otherwise.
/// </summary>
sealed class StratifiedFolds
{
    static readonly uint stream = Streams.Of("folds");

    readonly int folds;

    /// <param name="sorts">Of each row.</param>
    public StratifiedFolds(IReadOnlyList<int> sorts, int folds, int repeats, uint seed)
    {
        this.folds = folds;
        (Rows, Repeats) = (sorts.Count, repeats);
        int[] all = [.. sorts.Distinct().Order()];
        Of = new int[repeats * Rows];
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            int dealt = 0; // on from one sort to the other, so that folds differ by one row at most
            for (int sort = 0; sort < all.Length; sort++)
            {
                int[] alike = [.. Enumerable.Range(0, Rows).Where(row => sorts[row] == all[sort])];
                for (int place = 0; place < alike.Length; place++)
                {
                    uint drawn = Shuffle.Permute((uint)place, (uint)alike.Length, seed, (uint)(all.Length * repeat + sort), stream);
                    Of[repeat * Rows + alike[drawn]] = dealt++ % folds;
                }
            }
        }

        Largest = (Rows + folds - 1) / folds;
        HeldOut = new int[repeats * folds * Largest];
        Array.Fill(HeldOut, -1);
        int[] filled = new int[repeats * folds];
        for (int i = 0; i < Of.Length; i++)
        {
            int fold = i / Rows * folds + Of[i];
            HeldOut[fold * Largest + filled[fold]++] = i % Rows;
        }
    }

    public int Rows { get; }

    public int Repeats { get; }

    /// <summary>The most rows in a fold.</summary>
    public int Largest { get; }

    /// <summary>The fold that each row is in, [repeats, rows].</summary>
    public int[] Of { get; }

    /// <summary>The rows of each fold, [repeats, folds, largest]; -1 where it has one less.</summary>
    public int[] HeldOut { get; }

    /// <summary>Of each number of <see cref="HeldOut"/>, where that row's score by its own fold's network lies in [folds, rows]; 0 for
    /// none.</summary>
    public int[] Places => [.. HeldOut.Select((row, i) => Math.Max(0, row < 0 ? 0 : i / Largest % folds * Rows + row))];
}
