namespace VkLearn.Training;

/// <summary>What a node of a network is: what comes in, what a layer makes, where several paths meet.</summary>
public enum NetworkNodeKind { Input, Layer, Join }

/// <summary>A node of a <see cref="NetworkMap"/>: an input, a join, or a layer with those behind it that change no shape.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">Of the layer, or of that in which paths join: <c>layers.1</c>; of an input its name.</param>
/// <param name="Name">What people call it: <c>Conv2d 5x5 · 16</c>; of a join its sign.</param>
/// <param name="Then">Types of the layers behind it that belong to it, such as a normalisation and an activation.</param>
/// <param name="Output">The shape of what it makes of a batch.</param>
/// <param name="Parameters">Numbers that it learns; what two nodes share counts at the first.</param>
/// <param name="Inputs">The nodes that it reads, by their places in the map.</param>
public sealed record NetworkNode(NetworkNodeKind Kind, string Path, string Name, IReadOnlyList<string> Then, Shape Output,
    long Parameters, IReadOnlyList<int> Inputs)
{
    /// <summary>The name of what it makes: <c>layers.2:output</c>; null where that has none.</summary>
    public string? Tensor { get; init; }

    /// <summary>The name of its first weight of two axes or more; null where it has none.</summary>
    public string? Weight { get; init; }

    /// <summary>The name of that weight's gradient; null where none is taken.</summary>
    public string? Gradient { get; init; }

    /// <summary>Whether two stand for the same computation, but for where they stand.</summary>
    internal bool IsLike(NetworkNode other, int place, int otherPlace) =>
        (Kind, Name, Output, Parameters) == (other.Kind, other.Name, other.Output, other.Parameters) && Then.SequenceEqual(other.Then)
        && Inputs.Select(input => place - input).SequenceEqual(other.Inputs.Select(input => otherPlace - input));
}
