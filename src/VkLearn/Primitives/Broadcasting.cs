namespace VkLearn.Primitives;

/// <summary>Brings operands to one shape, and gradients back.</summary>
public static class Broadcasting
{
    /// <summary>Applies an elementwise op to operands of differing shapes, by NumPy's rule.</summary>
    /// <exception cref="ArgumentException">Two sizes differ and neither is 1.</exception>
    public static Tensor Apply(Op op, params Tensor[] operands)
    {
        Shape shape = operands[0].Shape;
        foreach (Tensor operand in operands)
        {
            shape = Common(op, shape, operand.Shape);
        }

        bool areMany = ManyAxes.AreMany(shape, [.. operands.Select(operand => operand.Shape)]);
        return op.Apply([.. operands.Select(operand => areMany ? ManyAxes.Repeat(operand, shape) : operand.BroadcastTo(shape))])[0];
    }

    static Shape Common(Op op, Shape a, Shape b)
    {
        if (a == b)
        {
            return a;
        }

        int[] sizes = new int[Math.Max(a.Rank, b.Rank)];
        for (int i = 1; i <= sizes.Length; i++)
        {
            int left = i <= a.Rank ? a[^i] : 1, right = i <= b.Rank ? b[^i] : 1;
            sizes[^i] = left == right || right == 1 ? left
                : left == 1 ? right
                : throw new ArgumentException(
                    $"{op.Name}: shapes {a} and {b} do not go together; sizes must be equal or 1, counted from the last axis.");
        }

        return Shape.Of(sizes);
    }

    /// <summary>Sums over what broadcasting repeated.</summary>
    internal static Tensor SumTo(Tensor gradient, Shape shape)
    {
        int added = gradient.Shape.Rank - shape.Rank;
        for (int axis = 0; axis < gradient.Shape.Rank; axis++)
        {
            int last = axis;
            while (last < gradient.Shape.Rank && Repeated(last))
            {
                last++;
            }

            if (last > axis)
            {
                gradient = gradient.SumOver(axis, last);
                axis = last;
            }
        }

        return gradient.Reshape(shape);

        bool Repeated(int axis) => gradient.Shape[axis] != 1 && (axis < added || shape[axis - added] == 1);
    }
}
