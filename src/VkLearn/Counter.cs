using VkLearn.Compile;

namespace VkLearn;

/// <summary>
/// A whole number on the device that counts replays: steps, epochs, the place in a data set. It changes only in <c>Advance</c>, the last
/// dispatch of a recording, one for all counters, so that every kernel of a step sees the same count.
/// </summary>
public sealed class Counter : Place
{
    internal Counter(string name, int slot, Home home) : base(name, [], DType.Int32)
    {
        Slot = slot;
        Home = home;
    }

    /// <summary>Its index in the device's block of counters.</summary>
    public int Slot { get; }

    internal override float[] Initial(Session session) => [0];

    /// <summary>Reads the count back, waiting for what was submitted.</summary>
    public uint Read()
    {
        LooseTrace.FlushQueued();
        return Home!.Session.Counters.Read(Slot);
    }

    /// <summary>Sets the count, after what was submitted and before what will be.</summary>
    public void Write(uint count)
    {
        LooseTrace.FlushQueued();
        Home!.Session.Counters.Write(Slot, count);
    }
}

/// <summary>How a counter goes on: by an increment, and from above Last back to 0, when Epoch (if there is one) goes on by 1.</summary>
sealed record Advance(Counter Counter, uint Increment = 1, uint Last = uint.MaxValue, Counter? Epoch = null);
