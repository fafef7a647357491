using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>The time of a scene, in seconds. It goes on at the begin of each frame.</summary>
public sealed class Time
{
    /// <summary>A frame that took longer counts as this long, so that a stop in a debugger does not tear a simulation apart.</summary>
    public const double LongestDelta = 1 / 3.0;

    const double Rounding = 1e-9; // what sums of deltas may miss a whole step by

    double behind;

    internal Time() { }

    /// <summary>Since the frame before.</summary>
    public double Delta { get; private set; }

    /// <summary>What <see cref="Behaviour.FixedUpdate"/> is to go on by.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public double FixedDelta
    {
        get;
        set => field = value > 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(FixedDelta), value, $"FixedDelta must be a time above 0 s, received {value}.");
    } = 0.02;

    /// <summary>Since the scene's begin, the current frame included.</summary>
    public double Total { get; private set; }

    /// <summary>Number of the current frame, from 1.</summary>
    public long Frame { get; private set; }

    /// <summary>How much of this frame a trainer may train.</summary>
    public TimeSpan Budget { get; internal set; }

    /// <summary>How long the last frames took that were drawn; null where none is.</summary>
    public FrameTimes? FrameTimes { get; internal set; }

    internal void BeginFrame(double delta)
    {
        if (!(delta >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(delta), delta, $"A frame cannot take {delta} s.");
        }

        Delta = Math.Min(delta, LongestDelta);
        Total += Delta;
        behind += Delta;
        Frame++;
    }

    /// <summary>Whether the simulation is a fixed step behind; the step then counts as made.</summary>
    internal bool TakeFixedStep()
    {
        bool isDue = behind >= FixedDelta - Rounding;
        behind -= isDue ? FixedDelta : 0;
        return isDue;
    }
}
