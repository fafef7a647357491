using System.Runtime.InteropServices;

namespace VkLearn.Compile;

/// <summary>
/// Gives intervals places in one piece of memory so that no two that meet in time meet there, in as few bytes as it finds (Pisarchyk and
/// Lee 2020, "Efficient memory management for deep neural net inference": greedy, by size; here in several orders, of which the best
/// counts). In the order of time that is O(n log n); the other orders, O(n^2), are for plans that are not too long for them.
/// </summary>
static class Packing
{
    const int MostInAnyOrder = 4096;

    // Commands that memory rests before it is used again, so that those that follow each other need no barrier for that alone.
    const int Rest = 3;

    /// <returns>Where each interval begins, and the bytes of all.</returns>
    public static (long[] Offsets, long Bytes) Run(IReadOnlyList<Interval> intervals)
    {
        long bound = LiveSetBound(intervals), enough = bound + bound / 32; // a rest may cost so much
        for (int rest = Rest; rest > 0; rest--)
        {
            Interval[] longer = [.. intervals.Select(interval => interval with { Last = interval.Last + rest })];
            if (LiveSetBound(longer) <= enough && Best(longer, enough) is var packed && packed.Bytes <= enough)
            {
                return packed;
            }
        }

        return Best(intervals, bound);
    }

    /// <param name="enough">Bytes at which no better order is looked for.</param>
    static (long[] Offsets, long Bytes) Best(IReadOnlyList<Interval> intervals, long enough)
    {
        (long[] Offsets, long Bytes) best = InTime(intervals);
        foreach (Comparison<Interval> order in intervals.Count <= MostInAnyOrder ? Orders : [])
        {
            if (best.Bytes <= enough)
            {
                break;
            }

            (long[] Offsets, long Bytes) packed = InOrder(intervals, order);
            best = packed.Bytes < best.Bytes ? packed : best;
        }

        return best;
    }

    /// <summary>The most bytes that are needed at once: no packing takes fewer.</summary>
    public static long LiveSetBound(IReadOnlyList<Interval> intervals)
    {
        long live = 0, most = 0;
        foreach ((_, long bytes) in intervals
            .SelectMany(interval => ((long At, long Bytes)[])[(interval.First, interval.Bytes), (interval.Last + 1L, -interval.Bytes)])
            .OrderBy(change => change.At).ThenBy(change => change.Bytes))
        {
            live += bytes;
            most = Math.Max(most, live);
        }

        return most;
    }

    static IEnumerable<Comparison<Interval>> Orders =>
    [
        static (a, b) => a.Bytes != b.Bytes ? b.Bytes.CompareTo(a.Bytes) : Length(b).CompareTo(Length(a)),
        static (a, b) => Length(a) != Length(b) ? Length(b).CompareTo(Length(a)) : b.Bytes.CompareTo(a.Bytes),
    ];

    static long Length(Interval interval) => (long)interval.Last - interval.First;

    /// <summary>
    /// Each, in the order in which they begin, goes into the smallest gap that holds it between those that have not ended, or behind them.
    /// </summary>
    static (long[] Offsets, long Bytes) InTime(IReadOnlyList<Interval> intervals)
    {
        long[] offsets = new long[intervals.Count];
        PriorityQueue<int, int> living = new(); // by their end
        FreeRanges free = new();
        long bytes = 0;
        foreach (int i in Enumerable.Range(0, offsets.Length).OrderBy(i => intervals[i].First).ThenByDescending(i => intervals[i].Bytes))
        {
            while (living.TryPeek(out int oldest, out int last) && last < intervals[i].First)
            {
                living.Dequeue();
                free.Give(offsets[oldest], intervals[oldest].Bytes);
            }

            offsets[i] = free.Take(intervals[i].Bytes);
            living.Enqueue(i, intervals[i].Last);
            bytes = Math.Max(bytes, offsets[i] + intervals[i].Bytes);
        }

        return (offsets, bytes);
    }

    /// <summary>Each in turn goes into the smallest gap that holds it between those before it that it meets, or behind them.</summary>
    static (long[] Offsets, long Bytes) InOrder(IReadOnlyList<Interval> intervals, Comparison<Interval> order)
    {
        int[] turns = [.. Enumerable.Range(0, intervals.Count)];
        turns = [.. turns.Order(Comparer<int>.Create((a, b) => order(intervals[a], intervals[b])))]; // stable: the same plan each time
        long[] offsets = new long[intervals.Count];
        List<(long Offset, Interval Interval)> placed = new(intervals.Count); // by offset
        long bytes = 0;
        foreach (int i in turns)
        {
            offsets[i] = Fit(CollectionsMarshal.AsSpan(placed), intervals[i]);
            int at = placed.BinarySearch((offsets[i], intervals[i]), ByOffset);
            placed.Insert(at < 0 ? ~at : at, (offsets[i], intervals[i]));
            bytes = Math.Max(bytes, offsets[i] + intervals[i].Bytes);
        }

        return (offsets, bytes);
    }

    static readonly Comparer<(long Offset, Interval Interval)> ByOffset =
        Comparer<(long Offset, Interval Interval)>.Create(static (a, b) => a.Offset.CompareTo(b.Offset));

    static long Fit(ReadOnlySpan<(long Offset, Interval Interval)> placed, Interval interval)
    {
        long end = 0, best = -1, smallest = long.MaxValue;
        foreach ((long offset, Interval other) in placed)
        {
            if (!other.Meets(interval))
            {
                continue;
            }

            long gap = offset - end;
            if (gap >= interval.Bytes && gap < smallest)
            {
                (best, smallest) = (end, gap);
            }

            end = Math.Max(end, offset + other.Bytes);
        }

        return best < 0 ? end : best;
    }
}
