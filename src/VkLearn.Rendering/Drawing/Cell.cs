namespace VkLearn.Rendering;

/// <summary>One element of a tensor, as it lies under the pointer.</summary>
/// <param name="Tensor">The tensor it is of.</param>
/// <param name="Flat">Its place in the tensor, counted in elements.</param>
/// <param name="Unit">The unit (neuron, channel, class) that it belongs to.</param>
/// <param name="Place">The cell on the target, in pixels.</param>
/// <param name="Names">What its values stand for, if they are numbers of names.</param>
/// <param name="Group">What its unit is one of, where a view has several; null: the view's <see cref="View.UnitGroup"/>.</param>
public readonly record struct Cell(
    TensorSource Tensor, int Flat, int Unit, Rectangle Place, IReadOnlyList<string>? Names = null, string? Group = null)
{
    /// <summary>An element that its value is told with, such as what it is a share of; null: none.</summary>
    public (TensorSource Tensor, int Flat)? Beside { get; init; }

    /// <summary>What it is, in terms of the thing, "neuron 65, pixel (22, 7)", or else the tensor's name and the index on each axis,
    /// outermost first: "x [12, 345]".</summary>
    public string Words => Tensor.Parts.Count > 0 ? IndexPart.Text(Tensor.Parts, Index) : $"{Tensor.Name} [{string.Join(", ", Index)}]";

    /// <summary>What a value stands for; null: it is a number.</summary>
    public string? NameOf(double value) => Names is { } names && value >= 0 && value < names.Count ? names[(int)value] : null;

    int[] Index
    {
        get
        {
            int[] index = new int[Tensor.Shape.Count];
            int rest = Flat;
            for (int axis = index.Length - 1; axis >= 0; axis--)
            {
                (rest, index[axis]) = Math.DivRem(rest, Tensor.Shape[axis]);
            }
            return index;
        }
    }
}
