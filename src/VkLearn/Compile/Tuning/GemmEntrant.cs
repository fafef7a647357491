using System.Diagnostics;

namespace VkLearn.Compile;

/// <summary>A kernel for a matrix product, recorded and found right, that is to be timed beside others.</summary>
sealed class GemmEntrant : IDisposable
{
    const int Rounds = 9, Looks = 3, MostReplays = 512;
    const double SecondsPerTurn = 0.004; // a submit and its wait cost up to 0.1 ms
    const double LongTurn = 0.05;        // too long for one that another process's turn made longer to matter

    readonly Recording recording;
    readonly int replays;

    /// <param name="recording">Warm: its kernel is compiled.</param>
    public GemmEntrant(string variant, Recording recording)
    {
        (Variant, this.recording, replays) = (variant, recording, 1);
        replays = (int)Math.Clamp(SecondsPerTurn / Look(), 1, MostReplays);
        Milliseconds = Look() * 1e3;
    }

    public string Variant { get; }

    /// <summary>Of one product, a barrier and its share of a submit included: the first look, then the median of the last race.</summary>
    public double Milliseconds { get; private set; }

    /// <summary>Times all in turn, round by round, so that a machine that grows slower does so for all.</summary>
    /// <returns>The median, over the rounds, of each one's time as a multiple of the first's in the same round.</returns>
    public static double[] Race(IReadOnlyList<GemmEntrant> entrants)
    {
        double[][] seconds = [.. Enumerable.Range(0, Rounds).Select(_ => entrants.Select(entrant => entrant.Turn()).ToArray())];
        for (int i = 0; i < entrants.Count; i++)
        {
            entrants[i].Milliseconds = Median(seconds.Select(round => round[i])) * 1e3;
        }

        return [.. Enumerable.Range(0, entrants.Count).Select(i => Median(seconds.Select(round => round[i] / round[0])))];
    }

    /// <summary>The shortest of a few turns, or of one that is long.</summary>
    double Look()
    {
        double shortest = Turn();
        for (int look = 1; look < Looks && shortest < LongTurn; look++)
        {
            shortest = Math.Min(shortest, Turn());
        }

        return shortest;
    }

    double Turn()
    {
        long start = Stopwatch.GetTimestamp();
        recording.Replay(replays);
        recording.Wait();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / replays;
    }

    static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    public void Dispose() => recording.Dispose();
}
