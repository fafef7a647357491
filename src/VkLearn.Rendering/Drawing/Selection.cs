namespace VkLearn.Rendering;

/// <summary>
/// What was clicked on: a layer, a unit of one and an item of a batch. All views of a scene share one, and mark what is selected wherever
/// they show it.
/// </summary>
public sealed class Selection
{
    /// <summary>Raised when something else is selected.</summary>
    public event Action? Changed;

    /// <summary>The layer that views of "selected" tensors show; null: none.</summary>
    public SelectedLayer? Layer { get; set => Set(ref field, value); }

    /// <summary>The unit (neuron, channel, class) that is outlined in every view of its group; null: none.</summary>
    public (string Group, int Unit)? Unit { get; set => Set(ref field, value); }

    /// <summary>The item that is looked at, by the name of the items it is of and its number among them; null: none was chosen.</summary>
    public (string Group, int Index)? Item { get; set => Set(ref field, value); }

    /// <summary>The number of the chosen item, if it is one of these.</summary>
    public int? ItemOf(string? group) => Item is { } item && item.Group == group ? item.Index : null;

    /// <summary>The number of the marked unit, if it is one of these.</summary>
    public int? UnitOf(string? group) => Unit is { } unit && unit.Group == group ? unit.Unit : null;

    void Set<T>(ref T field, T value)
    {
        if (!EqualityComparer<T>.Default.Equals(field, value))
        {
            field = value;
            Changed?.Invoke();
        }
    }
}

/// <summary>A layer, and what its tensors are called.</summary>
/// <param name="Path">What people call it: <c>layers.1</c>.</param>
/// <param name="Owner">The entity that runs it; null: the first that has tensors.</param>
/// <param name="Output">What it makes; null where that has no name.</param>
/// <param name="Weight">Its weight, or that of the nearest layer that has one; null where none has.</param>
/// <param name="Gradient">The gradient of that weight; null where none is taken.</param>
public sealed record SelectedLayer(string Path, string? Owner, string? Output, string? Weight, string? Gradient);
