using System.Diagnostics;

namespace VkLearn.Engine.Behaviours;

/// <summary>How far a trainer goes in a frame that is told so: by layers, by batches or to the end of an epoch.</summary>
sealed class Pacing(Playback playback, int stepsPerEpoch)
{
    long epochsEnd; // in steps, that was asked for

    /// <summary>Whether there is something to do in this frame.</summary>
    /// <param name="steps">Those that are done.</param>
    public bool IsDue(long steps) => playback.Due > 0 || (playback.Pace == Pace.Epoch && steps < epochsEnd);

    /// <summary>The epoch that is under way need not be ended.</summary>
    public void Forget() => epochsEnd = 0;

    /// <summary>Goes on as far as is due and the budget allows.</summary>
    /// <param name="steps">Those that are done, asked again after each.</param>
    /// <inheritdoc cref="Stepper.Run(TimeSpan, Func{int}, Action)"/>
    public void Run(Stepper stepper, TimeSpan budget, Func<long> steps, Func<int> limit, Action ended)
    {
        int due = playback.Due ?? 0;
        if (playback.Pace == Pace.Epoch)
        {
            epochsEnd = due > 0 ? (steps() / stepsPerEpoch + due) * stepsPerEpoch : epochsEnd;
            stepper.Run(budget, () => (int)Math.Min(limit(), epochsEnd - steps()), ended);
            return;
        }

        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < due && limit() > 0 && (i == 0 || Stopwatch.GetElapsedTime(start) < budget); i++)
        {
            if (playback.Pace == Pace.Layer)
            {
                stepper.RunPhase();
            }
            else
            {
                stepper.Run(1);
            }

            if (!stepper.IsInParts)
            {
                ended();
            }
        }
    }
}
