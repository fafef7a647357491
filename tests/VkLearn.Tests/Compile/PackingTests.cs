using System.Diagnostics;
using VkLearn.Compile;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>Where intervals lie in memory.</summary>
public sealed class PackingTests
{
    [Fact]
    public void NoTwoThatMeetInTimeMeetInMemory()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Interval[] intervals = Some(new System.Random(seed), count: 1 + seed % 40);
            (long[] offsets, long bytes) = Packing.Run(intervals);
            Assert.Null(FirstOverlap(intervals, offsets));
            Assert.Equal(intervals.Select((interval, i) => offsets[i] + interval.Bytes).Max(), bytes);
            Assert.InRange(bytes, NaiveBound(intervals), intervals.Sum(interval => interval.Bytes));
            Assert.Equal(NaiveBound(intervals), Packing.LiveSetBound(intervals));
        }
    }

    [Fact]
    public void AnOverlapWouldBeSeen() => Assert.NotNull(FirstOverlap([new(0, 3, 64), new(3, 4, 64)], [0, 0]));

    [Fact]
    public void RandomOnesTakeLittleMoreThanTheyMust()
    {
        double[] ratios =
        [
            .. Enumerable.Range(0, 200).Select(seed => Some(new System.Random(seed), count: 60))
                .Select(intervals => Packing.Run(intervals).Bytes / (double)Packing.LiveSetBound(intervals)),
        ];
        Assert.InRange(ratios.Average(), 1, 1.05);
        Assert.InRange(ratios.Max(), 1, 1.2);
    }

    /// <summary>Too many for the other orders; in the order of time it is the same as for a few.</summary>
    [Fact]
    public void ManyArePackedAsWell()
    {
        Interval[] intervals = [.. Enumerable.Range(0, 400).SelectMany(k => Some(new System.Random(k), count: 30)
            .Select(interval => interval with { First = interval.First + 20 * k, Last = interval.Last + 20 * k }))];
        (long[] offsets, long bytes) = Packing.Run(intervals);
        Assert.Null(FirstOverlap(intervals, offsets));
        Assert.InRange(bytes, Packing.LiveSetBound(intervals), 1.3 * Packing.LiveSetBound(intervals));
    }

    [Fact]
    public void OfNothingItIsNothing()
    {
        Assert.Equal(0, Packing.Run([]).Bytes);
        Assert.Equal(0, Packing.LiveSetBound([]));
    }

    /// <summary>A thousand layers, three tensors each: the output is kept for the backward, two are needed at once.</summary>
    [Fact]
    public void AThousandLayersArePackedAtOnce()
    {
        const int layers = 1000;
        Interval[] intervals =
        [
            .. Enumerable.Range(0, layers).SelectMany(i => (Interval[])
            [
                new(i, 3 * layers - i, 8192), new(i, i + 1, 4096 + 64 * (i % 3)), new(2 * layers + i, 2 * layers + i + 1, 8192),
            ]),
        ];
        (long[] offsets, long bytes) = Packing.Run(intervals);
        Assert.InRange(Enumerable.Range(0, 3).Min(_ => Seconds(() => Packing.Run(intervals))), 0, 0.3);
        Assert.InRange(bytes, 1, Packing.LiveSetBound(intervals) * 1.1);
        Assert.Null(FirstOverlap(intervals, offsets));
    }

    static double Seconds(Action action)
    {
        Stopwatch watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    static Interval[] Some(System.Random random, int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ =>
        {
            int first = random.Next(40);
            return new Interval(first, first + random.Next(1 << random.Next(6)), 64L * random.Next(1, 1 << random.Next(1, 8)));
        }),
    ];

    static long NaiveBound(Interval[] intervals) =>
        Enumerable.Range(0, 1 + intervals.Max(interval => interval.Last))
            .Max(at => intervals.Where(interval => interval.First <= at && at <= interval.Last).Sum(interval => interval.Bytes));

    static (int, int)? FirstOverlap(Interval[] intervals, long[] offsets)
    {
        for (int i = 0; i < intervals.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                bool inTime = intervals[i].First <= intervals[j].Last && intervals[j].First <= intervals[i].Last;
                if (inTime && offsets[i] < offsets[j] + intervals[j].Bytes && offsets[j] < offsets[i] + intervals[i].Bytes)
                {
                    return (j, i);
                }
            }
        }

        return null;
    }
}
