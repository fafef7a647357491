using VkLearn.Primitives;

namespace VkLearn.Training;

/// <summary>
/// Sums of a step's loss and accuracy that stay on the device until they are read, so that watching a run costs one small dispatch a step
/// and nothing crosses the bus.
/// </summary>
sealed class RunningMean
{
    const int LossSum = 0, AccuracySum = 1, Steps = 2, FiniteSteps = 3, Size = 4;

    readonly State sums = new("metrics", [Size]);

    /// <summary>Adds a step's loss and accuracy, scalars, to the sums.</summary>
    public void Add(Tensor loss, Tensor accuracy)
    {
        Tensor index = new Iota([Size]).Apply()[0];
        Tensor finite = loss.BroadcastTo([Size]) < float.PositiveInfinity;
        Tensor added = Where.Select(Is(LossSum), loss, Where.Select(Is(AccuracySum), accuracy,
            Where.Select(Is(FiniteSteps), finite, Tensor.Ones([Size]))));
        sums.Assign(sums.Value + added);

        Tensor Is(int entry) => index.EqualTo(new Fill([], entry, DType.Int32).Apply()[0]);
    }

    /// <summary>Where they lie, to be kept with all that a run goes on with.</summary>
    public State Sums => sums;

    /// <summary>The steps since the last reading, and how many of them had a finite loss before one had not; waits for them.</summary>
    public (int Steps, int FiniteSteps) Count()
    {
        float[] values = sums.ToArray();
        return ((int)values[Steps], (int)values[FiniteSteps]);
    }

    /// <summary>The means of the steps since the last reading; waits for them. NaN sums also say how many steps were fine before.</summary>
    public (int Steps, int FiniteSteps, float Loss, float Accuracy) Read()
    {
        float[] values = sums.ToArray();
        sums.Load(new float[Size]);
        float steps = Math.Max(1, values[Steps]);
        return ((int)values[Steps], (int)values[FiniteSteps], values[LossSum] / steps, values[AccuracySum] / steps);
    }
}
