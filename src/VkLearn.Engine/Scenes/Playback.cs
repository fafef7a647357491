namespace VkLearn.Engine;

/// <summary>
/// What whoever watches asks of a scene's trainers: stop, go on, one step, start over, and how much of a frame they may take.
/// </summary>
public sealed class Playback
{
    bool isStepAsked;

    internal Playback() { }

    /// <summary>While true, trainers train no more than the steps asked for by <see cref="StepOnce"/>.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Whether trainers do one step in this frame, though paused.</summary>
    public bool IsStepping { get; private set; }

    /// <summary>Frames a second, at most.</summary>
    public int FrameRate { get; set => field = Math.Clamp(value, 1, FrameBudget.LargestRate); } = new FrameBudget().Rate;

    /// <summary>The share of a frame that trainers may use, from 0 to 0.95.</summary>
    public double TrainingShare { get; set => field = Math.Clamp(value, 0, FrameBudget.LargestShare); } = new FrameBudget().Training;

    /// <summary>Trainers are to go back to their first step, views to forget what they gathered.</summary>
    public event Action? StartedOver;

    /// <summary>Pauses, and has one step done in the next frame.</summary>
    public void StepOnce() => (IsPaused, isStepAsked) = (true, true);

    /// <summary>Has everything begin again; a pause stays one.</summary>
    public void StartOver() => StartedOver?.Invoke();

    internal void BeginFrame() => (IsStepping, isStepAsked) = (isStepAsked, false);
}
