namespace VkLearn;

public static class SplitSyntax
{
    extension(Tensor x)
    {
        /// <summary>Parts of an axis, one after the other, of these sizes.</summary>
        /// <exception cref="ArgumentException">The sizes do not add up to the axis.</exception>
        public Tensor[] Split(int axis, params ReadOnlySpan<int> sizes)
        {
            axis = x.Shape.Axis(axis, "Split");
            long sum = 0;
            bool isBelow = false;
            foreach (int size in sizes)
            {
                (sum, isBelow) = (sum + size, isBelow || size < 0);
            }

            if (isBelow || sum != x.Shape[axis])
            {
                throw new ArgumentException($"Split: sizes must be 0 or more and add up to {x.Shape[axis]}, which is axis {axis} of "
                    + $"{x.Shape}, received {string.Join(", ", sizes.ToArray())}.");
            }

            Tensor[] parts = new Tensor[sizes.Length];
            int start = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = x.Slice(axis, start, sizes[i]);
                start += sizes[i];
            }

            return parts;
        }

        /// <summary>So many equal parts of an axis, one after the other.</summary>
        /// <exception cref="ArgumentException">The axis is no multiple of their number.</exception>
        public Tensor[] Chunk(int axis, int parts)
        {
            axis = x.Shape.Axis(axis, "Chunk");
            int[] sizes = parts > 0 && x.Shape[axis] % parts == 0 ? new int[parts] : throw new ArgumentException(
                $"Chunk: axis {axis} of {x.Shape} cannot be cut into {parts} equal parts. Use a divisor of {x.Shape[axis]}, or Split.");
            Array.Fill(sizes, x.Shape[axis] / parts);
            return x.Split(axis, sizes);
        }
    }
}
