namespace VkLearn.Engine;

/// <summary>What trainers go on by, and a step that is asked for is.</summary>
public enum Pace
{
    /// <summary>As many steps as a frame's budget has room for.</summary>
    Full,

    /// <summary>What is dispatched for a layer, forward or backward: a <see cref="Compile.StepPhase"/>.</summary>
    Layer,

    /// <summary>A step.</summary>
    Batch,
    Epoch,
}

/// <summary>
/// What whoever watches asks of a scene's trainers: stop, go on, one step, slow motion, start over, and how much of a frame they may take.
/// </summary>
public sealed class Playback
{
    /// <summary>Ends of <see cref="Speed"/>.</summary>
    public const double LeastSpeed = 0.25, MostSpeed = 64;

    bool isStepAsked;
    double behind; // of slow motion's next unit, as a share of it

    internal Playback() { }

    /// <summary>While true, trainers train no more than the steps asked for by <see cref="StepOnce"/>.</summary>
    public bool IsPaused { get; set; }

    /// <summary>What trainers go on by; not to a bit does it change what they learn.</summary>
    public Pace Pace { get; set; }

    /// <summary>Layers, batches or epochs a second, by <see cref="Pace"/>, where it is not <see cref="Pace.Full"/>; from
    /// <see cref="LeastSpeed"/> to <see cref="MostSpeed"/>.</summary>
    public double Speed { get; set => field = Math.Clamp(value, LeastSpeed, MostSpeed); } = 2;

    /// <summary>Whether a step was asked for by <see cref="StepOnce"/>, to be done in this frame.</summary>
    public bool IsStepping { get; private set; }

    /// <summary>Layers, batches or epochs that trainers go on by in this frame; null: as far as its budget goes.</summary>
    public int? Due { get; private set; }

    /// <summary>Frames a second, at most.</summary>
    public int FrameRate { get; set => field = Math.Clamp(value, 1, FrameBudget.LargestRate); } = new FrameBudget().Rate;

    /// <summary>The share of a frame that trainers may use, from 0 to 0.95.</summary>
    public double TrainingShare { get; set => field = Math.Clamp(value, 0, FrameBudget.LargestShare); } = new FrameBudget().Training;

    /// <summary>Trainers are to go back to their first step, views to forget what they gathered.</summary>
    public event Action? StartedOver;

    /// <summary>Trainers are about to go on from a moment of the past: last, what came after it can be saved.</summary>
    public event Action? Branching;

    /// <summary>Trainers go on from a step of the past, of the first trainer: what came after it is another run's now.</summary>
    public event Action<long>? Branched;

    /// <summary>Pauses, and has one step done in the next frame: a layer, batch or epoch, by <see cref="Pace"/>.</summary>
    public void StepOnce() => (IsPaused, isStepAsked) = (true, true);

    /// <summary>Has everything begin again; a pause stays one.</summary>
    public void StartOver() => StartedOver?.Invoke();

    /// <summary>The next of <see cref="Engine.Pace"/>, round and round.</summary>
    internal void ChangePace() => Pace = Pace == Pace.Epoch ? Pace.Full : Pace + 1;

    /// <summary>Pauses at once: nothing is due in this frame any more.</summary>
    internal void Hold() => (IsPaused, IsStepping, Due) = (true, false, 0);

    internal void BeginBranch() => Branching?.Invoke();

    internal void Branch(long step) => Branched?.Invoke(step);

    /// <param name="delta">Seconds since the frame before.</param>
    internal void BeginFrame(double delta)
    {
        bool isSlow = !IsPaused && Pace != Pace.Full;
        behind = isSlow ? behind + delta * Speed : 0;
        Due = isSlow ? (int)behind : !IsPaused ? null : isStepAsked ? 1 : 0;
        behind -= (int)behind;
        (IsStepping, isStepAsked) = (isStepAsked, false);
    }
}
