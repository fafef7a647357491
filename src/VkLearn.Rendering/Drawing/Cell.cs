namespace VkLearn.Rendering;

/// <summary>One element of a tensor, as it lies under the pointer.</summary>
/// <param name="Tensor">The tensor it is of.</param>
/// <param name="Flat">Its place in the tensor, counted in elements.</param>
/// <param name="Unit">The unit (neuron, channel, class) that it belongs to.</param>
/// <param name="Place">The cell on the target, in pixels.</param>
/// <param name="Group">What its unit is one of, where a view has several; null: the view's <see cref="View.UnitGroup"/>.</param>
public readonly record struct Cell(TensorSource Tensor, int Flat, int Unit, Rectangle Place, string? Group = null)
{
    /// <summary>The index on each axis, outermost first: [12, 345].</summary>
    public string IndexText
    {
        get
        {
            int[] index = new int[Tensor.Shape.Count];
            int rest = Flat;
            for (int axis = index.Length - 1; axis >= 0; axis--)
            {
                (rest, index[axis]) = Math.DivRem(rest, Tensor.Shape[axis]);
            }
            return $"[{string.Join(", ", index)}]";
        }
    }
}
