using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>What shows a learner's network, so that its trainer keeps the tensors of so many nodes where they can be seen.</summary>
interface IShowsNetwork
{
    /// <summary>The name of the learner's entity; null: the scene's first.</summary>
    string? LearnerName { get; }

    /// <summary>To how many nodes at most the network is folded.</summary>
    int NodesShown { get; }

    /// <summary>The layer that is selected before another one is; null: it has none.</summary>
    SelectedLayer? FirstLayer { get; }
}
