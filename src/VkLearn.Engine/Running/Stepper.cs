using System.Diagnostics;
using System.Numerics;

namespace VkLearn.Engine;

/// <summary>
/// Replays a recording by the time that it takes, waiting for it so that the time is its own: as many steps as fit into a budget, or a part
/// of one that is longer.
/// </summary>
sealed class Stepper(Recording step)
{
    const int MostParts = 256, PartsOfUnknown = 8;

    readonly StepTimes times = new();
    TimeSpan partTime;
    int parts = 1;

    /// <summary>What it replays.</summary>
    public Recording Step => step;

    /// <summary>Whether a step has begun and not ended.</summary>
    public bool IsInParts { get; private set; }

    /// <inheritdoc cref="StepTimes.For"/>
    public TimeSpan? TimeFor(long steps) => times.For(steps);

    /// <summary>Runs at least something, and then what is likely to end within the budget.</summary>
    /// <param name="limit">How many steps there may be now; 0 to end.</param>
    /// <param name="ended">Told after steps, when all that were queued are done.</param>
    public void Run(TimeSpan budget, Func<int> limit, Action ended)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan left = budget, next;
        int runs = 0;
        do
        {
            if (limit() is not (> 0 and var most))
            {
                return;
            }

            bool isLong = IsInParts || !(times.PerStep <= budget); // one that was never timed may be
            if (isLong)
            {
                RunPart(budget);
            }
            else
            {
                // Half of what is left at a time: steps that take longer than those before are found out before all time is spent.
                Run(Math.Min(times.Fitting(left > budget / 4 ? left / 2 : left), most));
            }

            if (!IsInParts)
            {
                ended();
            }

            left = budget - Stopwatch.GetElapsedTime(start);
            runs++; // of a step never timed its parts are as long as those before; another such waits for the next frame
            next = times.PerStep / (isLong ? parts : 1) ?? (IsInParts ? (budget - left) / runs : TimeSpan.MaxValue);
        }
        while (next <= left);
    }

    /// <summary>Runs so many steps; the first of them is the one that is under way in parts, if any.</summary>
    public void Run(int steps)
    {
        long start = Stopwatch.GetTimestamp();
        step.Replay(steps);
        step.Wait();
        if (!IsInParts)
        {
            times.Took(steps, Stopwatch.GetElapsedTime(start));
        }

        EndParts();
    }

    /// <summary>Runs the next of the step's phases.</summary>
    public void RunPhase()
    {
        IsInParts = !step.ReplayPhase();
        step.Wait();
        partTime = IsInParts ? partTime : TimeSpan.Zero;
    }

    /// <summary>Another has ended the step that was under way.</summary>
    public void EndParts() => (IsInParts, partTime) = (false, TimeSpan.Zero);

    void RunPart(TimeSpan budget)
    {
        // Each new cut is recorded: powers of two, kept while they serve, are few.
        int needed = (int)Math.Min(MostParts, Math.Ceiling(times.PerStep / budget ?? PartsOfUnknown));
        parts = needed > parts || needed * 4 <= parts ? (int)BitOperations.RoundUpToPowerOf2((uint)needed) : parts;
        long start = Stopwatch.GetTimestamp();
        IsInParts = !step.ReplayPart(parts);
        step.Wait();
        partTime += Stopwatch.GetElapsedTime(start);
        if (!IsInParts)
        {
            times.Took(1, partTime);
            EndParts();
        }
    }
}
