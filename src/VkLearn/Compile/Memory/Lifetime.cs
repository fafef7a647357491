namespace VkLearn.Compile;

/// <summary>
/// Bytes that are needed from one command to another: for a tensor, and for those that are then written in its place, each by the command
/// that reads the one before it last.
/// </summary>
sealed class Lifetime(Tensor root, int first)
{
    readonly List<Tensor> tensors = [root];

    public IReadOnlyList<Tensor> Tensors => tensors;
    public long Bytes { get; } = Session.Align(Math.Max(root.TensorType.Bytes, sizeof(float)));
    public int First { get; private set; } = first;
    public int Last { get; private set; } = first;

    /// <summary>Whether it is needed between replays too, so that nothing else may lie there, before or after.</summary>
    public bool IsPinned { get; private set; }

    public Interval Interval => new(First, Last, Bytes);

    public void ReachTo(int command) => Last = Math.Max(Last, command);

    public void Pin() => (IsPinned, First, Last) = (true, 0, int.MaxValue);

    /// <summary>Goes on as another, whose tensor takes the place of this one's last.</summary>
    public void GoOnAs(Lifetime next)
    {
        tensors.AddRange(next.tensors);
        Last = next.Last;
    }
}

/// <summary>Bytes that are needed from the first command to the last, both included.</summary>
readonly record struct Interval(int First, int Last, long Bytes)
{
    public bool Meets(Interval other) => First <= other.Last && other.First <= Last;
}
