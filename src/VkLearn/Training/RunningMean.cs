namespace VkLearn.Training;

/// <summary>
/// Sums of a step's loss and accuracy that stay on the device until they are read: they go on in the step's last dispatch, and nothing
/// crosses the bus.
/// </summary>
sealed class RunningMean
{
    const int LossSum = 0, AccuracySum = 1, Steps = 2, FiniteSteps = 3, Size = 4;

    readonly State sums = Tally.NewSums("metrics", Size);

    /// <summary>Adds a step's loss and accuracy, scalars, to the sums.</summary>
    public void Add(Tensor loss, Tensor accuracy)
    {
        Trace.Current.Tally(sums, LossSum, loss);
        Trace.Current.Tally(sums, AccuracySum, accuracy);
        Trace.Current.TallyFinite(sums, Steps, FiniteSteps);
    }

    /// <summary>Where they lie, to be kept with all that a run goes on with.</summary>
    public State Sums => sums;

    /// <summary>The steps since the last reading, and how many of them had a finite loss before one had not; waits for them.</summary>
    public (int Steps, int FiniteSteps) Count()
    {
        double[] values = Tally.Read(sums);
        return ((int)values[Steps], (int)values[FiniteSteps]);
    }

    /// <summary>The means of the steps since the last reading; waits for them. NaN sums also say how many steps were fine before.</summary>
    public (int Steps, int FiniteSteps, float Loss, float Accuracy) Read()
    {
        double[] values = Tally.Read(sums);
        sums.Load(new float[2 * Size]);
        double steps = Math.Max(1, values[Steps]);
        return ((int)values[Steps], (int)values[FiniteSteps], (float)(values[LossSum] / steps), (float)(values[AccuracySum] / steps));
    }
}
