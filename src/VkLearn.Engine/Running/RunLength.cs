using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>How long a run is: one of the three.</summary>
public sealed record RunLength
{
    RunLength() { }

    /// <summary>Null where the time decides.</summary>
    public int? StepCount { get; private init; }

    public int? EpochCount { get; private init; }

    /// <summary>Null where the count decides.</summary>
    public TimeSpan? Time { get; private init; }

    public static RunLength Steps(int count) => new() { StepCount = count };
    public static RunLength Epochs(int count) => new() { EpochCount = count };

    /// <summary>Seconds of training, without what comes before and after.</summary>
    public static RunLength Seconds(double seconds) => new() { Time = TimeSpan.FromSeconds(seconds) };

    /// <summary>The run in steps; null where the time decides. Epochs are those of the last stage, which follow those of the others.
    /// </summary>
    /// <exception cref="ArgumentException">There are more than an Int32 can count.</exception>
    internal int? InSteps(int stepsPerEpoch, IReadOnlyList<Stage>? stages = null)
    {
        long before = (stages ?? []).SkipLast(1).Sum(stage => stage.Length(stepsPerEpoch) ?? 0);
        long? steps = StepCount ?? (long?)EpochCount * stepsPerEpoch + before;
        return steps is null or <= int.MaxValue ? (int?)steps : throw new ArgumentException(
            $"{EpochCount} epochs of {stepsPerEpoch} steps are {steps} steps, more than {int.MaxValue}. Ask for fewer.");
    }
}
