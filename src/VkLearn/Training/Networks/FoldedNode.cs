namespace VkLearn.Training;

/// <summary>A node that stands for all of its like in a stack, or for itself.</summary>
/// <param name="Node">The first of them.</param>
/// <param name="Inputs">The nodes that it reads, by their places among the folded ones.</param>
/// <param name="Times">How many there are.</param>
/// <param name="Stack">Nodes of one stack have the same number, from 0; -1: it is in none.</param>
public sealed record FoldedNode(NetworkNode Node, IReadOnlyList<int> Inputs, int Times, int Stack);
