namespace VkLearn.Learners;

/// <summary>
/// How much of what captions say people said of the same images too, over a whole corpus (Papineni et al. 2002): of the n words in a row of
/// all captions those that stand in a reference, each at most as often as in the reference that has it most often; the geometric mean of
/// these shares for one word, two and so on; less where all captions together are shorter than the references nearest in length, of equally
/// near ones the shorter.
/// </summary>
public sealed class Bleu
{
    /// <summary>The most words in a row.</summary>
    public const int Longest = 4;

    readonly long[] matched = new long[Longest], written = new long[Longest];
    long length, wantedLength;

    /// <summary>Counts a caption in, words by number or by themselves.</summary>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public void Add<T>(IReadOnlyList<T> caption, IReadOnlyList<IReadOnlyList<T>> references) where T : notnull
    {
        if (references.Count == 0)
        {
            throw new ArgumentException("Bleu: a caption is compared with at least one reference, received none.");
        }

        length += caption.Count;
        wantedLength += references.Select(reference => reference.Count)
            .OrderBy(count => Math.Abs(count - caption.Count)).ThenBy(count => count).First();
        for (int n = 1; n <= Longest; n++)
        {
            Dictionary<WordRun<T>, int>[] said = [.. references.Select(reference => WordRun<T>.Count(reference, n))];
            foreach ((WordRun<T> run, int count) in WordRun<T>.Count(caption, n))
            {
                matched[n - 1] += Math.Min(count, said.Max(runs => runs.GetValueOrDefault(run)));
                written[n - 1] += count;
            }
        }
    }

    /// <summary>What captions are multiplied by that are too short together: 1 where they are not.</summary>
    public double BrevityPenalty => length == 0 ? 0 : Math.Min(1, Math.Exp(1 - (double)wantedLength / length));

    /// <summary>From 0 to 1, of runs of one word up to so many.</summary>
    /// <param name="n">From 1 to <see cref="Longest"/>.</param>
    public double Of(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, Longest);
        double logarithms = 0;
        for (int i = 0; i < n; i++)
        {
            logarithms += Math.Log((double)matched[i] / Math.Max(1, written[i])); // of none: minus infinity, and so none in the end
        }

        return BrevityPenalty * Math.Exp(logarithms / n);
    }
}
