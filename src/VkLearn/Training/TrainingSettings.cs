namespace VkLearn.Training;

/// <summary>How a learner is trained.</summary>
/// <param name="Batch">Items in a batch.</param>
public sealed record TrainingSettings(int Batch)
{
    /// <summary>How many steps the run will have, for a schedule that goes over all of it; null: it is not known.</summary>
    public int? RunSteps { get; init; }

    /// <summary>How a step's numbers lie in memory between kernels.</summary>
    public Precision Precision { get; init; }

    /// <summary>To how many nodes the network is folded whose tensors are all watched (<see cref="NetworkMap.Fold"/>); 0: none are.
    /// </summary>
    public int NodesWatched { get; init; }
}
