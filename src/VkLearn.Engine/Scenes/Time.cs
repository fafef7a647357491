using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>
/// The time of a scene, in seconds. It goes on at the begin of each frame, <see cref="Scale"/> times as fast as the time on a clock, which
/// the unscaled ones tell. Training knows none of it: how many steps there are in a frame follows from the frame's budget, and what a step
/// computes from nothing but the steps before.
/// </summary>
public sealed class Time
{
    /// <summary>A frame that took longer counts as this long, so that a stop in a debugger does not tear a simulation apart.</summary>
    public const double LongestDelta = 1 / 3.0;

    /// <summary>A frame of <see cref="LongestDelta"/> then has some thousand fixed steps.</summary>
    public const double LargestScale = 100;

    const double Rounding = 1e-9; // what sums of deltas may miss a whole step by

    double behind;

    internal Time() { }

    /// <summary>How fast it goes: 0 stops it, as for a still picture of a simulation; 2 is twice as fast as a clock; at most 100.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to <see cref="LargestScale"/>.</exception>
    public double Scale
    {
        get;
        set => field = value is >= 0 and <= LargestScale ? value
            : throw new ArgumentOutOfRangeException(nameof(Scale), value, $"Scale must be from 0 to {LargestScale}, received {value}.");
    } = 1;

    /// <summary>Since the frame before.</summary>
    public double Delta { get; private set; }

    /// <summary>Since the frame before, whatever the scale: for what follows the user, such as a view that looks a few times a second.
    /// </summary>
    public double UnscaledDelta { get; private set; }

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

    /// <summary>Since the scene's begin, the current frame included, whatever the scale.</summary>
    public double UnscaledTotal { get; private set; }

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

        UnscaledDelta = Math.Min(delta, LongestDelta);
        UnscaledTotal += UnscaledDelta;
        Delta = UnscaledDelta * Scale;
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
