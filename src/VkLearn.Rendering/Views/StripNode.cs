namespace VkLearn.Rendering.Views;

/// <summary>What a node of a <see cref="NetworkStrip"/> is drawn as.</summary>
public enum StripNodeKind { Input, Layer, Join }

/// <summary>A node of a <see cref="NetworkStrip"/>: what is written of it, and the tensors that it shows where they lie.</summary>
/// <param name="kind">What it is drawn as.</param>
/// <param name="name">What people call it: <c>Conv2d 5x5 · 16</c>; of a join its sign.</param>
/// <param name="inputs">The nodes before it that it reads, by their places.</param>
public sealed class StripNode(StripNodeKind kind, string name, IReadOnlyList<int> inputs)
{
    public StripNodeKind Kind { get; } = kind;

    public string Name { get; } = name;

    public IReadOnlyList<int> Inputs { get; } = inputs;

    /// <summary>The name where the whole has no room.</summary>
    public string ShortName { get; init; } = name;

    /// <summary>Lines below the name.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>What is said of it under the pointer.</summary>
    public string Tip { get; init; } = name;

    /// <summary>How many nodes it stands for.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Nodes that are repeated together have the same number; -1: it is not.</summary>
    public int Stack { get; init; } = -1;

    /// <summary>What a click on it selects; null: nothing.</summary>
    public SelectedLayer? Layer { get; init; }

    /// <inheritdoc cref="View.UnitGroup"/>
    public string? UnitGroup { get; init; }

    /// <summary>Of few units, as many: they are written beside them.</summary>
    public IReadOnlyList<string> UnitNames { get; init; } = [];

    /// <summary>What it makes of items: [N, ..item]; null: it has no picture.</summary>
    public TensorSource? Activations { get; set; }

    /// <summary>The weight [inputs, units] that its units come by from those of the node before; null: they are not drawn as lines.
    /// </summary>
    public TensorSource? Weight { get; set; }

    /// <summary>The gradient whose size it tells; null: it has none.</summary>
    public TensorSource? Gradient { get; set; }
}
