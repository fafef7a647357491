namespace VkLearn.Compile;

/// <summary>What a trace was told so far of what changes; the ops hang together through their tensors.</summary>
sealed class Told
{
    /// <summary>Of each place that was read or assigned, its value from here on.</summary>
    public Dictionary<Place, Tensor> Values { get; } = [];

    /// <summary>Values that places had before they were assigned, and by whom.</summary>
    public Dictionary<Tensor, (Place Place, string By)> Stale { get; } = [];

    public Dictionary<string, Tensor> Watches { get; } = [];

    public List<Advance> Advances { get; } = [];

    public List<Tally> Tallies { get; } = [];

    public List<FiniteTally> FiniteTallies { get; } = [];

    /// <summary>What can be watched, and is computed only then.</summary>
    public List<Tensor> Offered { get; } = [];

    /// <summary>How many updates a place has had by a counter.</summary>
    public Dictionary<(Counter, Place), uint> Updates { get; } = [];

    /// <summary>What is looked at when all is told.</summary>
    public HashSet<Action> Checks { get; } = [];

    /// <summary>Streams of random numbers.</summary>
    public uint Streams { get; set; }
}
