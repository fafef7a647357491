using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>
/// Begins a run anew when the device under it is lost, and has it go on from what it last held in main memory: <see cref="Run"/> the
/// whole of it, from opening the device on, and have the run itself <see cref="TrainingRun.Protect"/>ed.
/// </summary>
public sealed class Recovery
{
    /// <summary>How often it begins anew without having come further.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>From one snapshot to the next: what a loss may cost.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Told of each loss that the run goes on from.</summary>
    public event Action<string>? Recovering;

    /// <summary>What the run goes on from; null before the first snapshot.</summary>
    public Snapshot? Last { get; internal set; }

    /// <summary>Training time before <see cref="Last"/>.</summary>
    internal TimeSpan TrainTime { get; set; }

    /// <summary>Another run begins: nothing of this one is gone on from.</summary>
    public void Forget() => (Last, TrainTime) = (null, TimeSpan.Zero);

    /// <summary>Keeps what trainers would need to go on.</summary>
    internal void Take(Trainers trainers) => (Last, TrainTime) = (trainers.Capture(), trainers.TrainTime);

    /// <param name="attempt">Opens a device, makes all that lies on it, and runs; it disposes of all that before it returns or throws.
    /// </param>
    /// <exception cref="DeviceLostException">The device is lost again and again; or it is a host engine's, who must make it anew.
    /// </exception>
    public T Run<T>(Func<T> attempt)
    {
        for (int left = Attempts; ; left--)
        {
            long begin = Last?.AllSteps ?? 0;
            try
            {
                return attempt();
            }
            catch (DeviceLostException lost) when (left > 0 || Last?.AllSteps > begin)
            {
                left = Last?.AllSteps > begin ? Attempts + 1 : left;
                Recovering?.Invoke($"{lost.Call} failed: the device stopped answering. "
                    + $"Opening it anew and going on after step {Last?.Step ?? 0}.");
            }
        }
    }
}
