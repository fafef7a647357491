namespace VkLearn.Training;

/// <summary>Which stage is when, in steps.</summary>
sealed class StagePlan
{
    readonly long?[] ends;

    /// <exception cref="ArgumentException">There is none, or one before the last has no length.</exception>
    public StagePlan(IReadOnlyList<Stage> stages, int stepsPerEpoch)
    {
        if (stages.Count == 0)
        {
            throw new ArgumentException("A learner has at least one stage.");
        }

        ends = new long?[stages.Count];
        long end = 0;
        for (int i = 0; i < stages.Count - 1; i++)
        {
            end += stages[i].Length(stepsPerEpoch) is { } length and >= 0 ? length : throw new ArgumentException(
                $"Stage \"{stages[i].Name}\" is not the last, so it must have a number of epochs, received {stages[i].Epochs}.");
            ends[i] = end;
        }
    }

    /// <summary>The step after which a stage ends; null for the last.</summary>
    public long? EndOf(int stage) => ends[stage];

    /// <summary>Steps of a stage in a run of so many.</summary>
    public int StepsOf(int stage, int run)
    {
        long begin = stage == 0 ? 0 : ends[stage - 1]!.Value, end = Math.Min(run, ends[stage] ?? run);
        return (int)Math.Max(0, end - begin);
    }

    /// <summary>The stage of the step that follows so many.</summary>
    public int At(long steps) => Array.FindIndex(ends, end => end is null || steps < end);
}
