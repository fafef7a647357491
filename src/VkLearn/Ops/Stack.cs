namespace VkLearn;

public static class StackSyntax
{
    extension(Tensor)
    {
        /// <summary>Tensors of one shape side by side along a new axis: n of [a, b] at axis 0 to [n, a, b].</summary>
        /// <param name="axis">Which axis of the result is the new one; -1 is the last.</param>
        /// <exception cref="ArgumentException">There are none, their shapes differ, or there is no such axis.</exception>
        public static Tensor Stack(int axis, params Tensor[] tensors)
        {
            Shape shape = Check("Stack", tensors).Shape, widened = [.. shape, 1];
            if (tensors.FirstOrDefault(tensor => tensor.Shape != shape) is { } other)
            {
                throw new ArgumentException($"Stack: all must have one shape, received {shape} and {other.Shape}.");
            }

            int at = widened.Axis(axis, "Stack");
            Shape one = [.. shape.Sizes[..at], 1, .. shape.Sizes[at..]];
            return Primitives.Concat.Of(at, [.. tensors.Select(tensor => tensor.Reshape(one))]);
        }

        /// <summary>Tensors one after the other along an axis: [a, b] and [c, b] at axis 0 to [a + c, b].</summary>
        /// <exception cref="ArgumentException">There are none, or their other axes differ.</exception>
        public static Tensor Concat(int axis, params Tensor[] tensors)
        {
            Check("Concat", tensors);
            return Primitives.Concat.Of(axis, tensors);
        }
    }

    static Tensor Check(string op, Tensor[] tensors) =>
        tensors.Length > 0 ? tensors[0] : throw new ArgumentException($"{op}: needs one tensor or more, received none.");
}
