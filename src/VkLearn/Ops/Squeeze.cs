using VkLearn.Primitives;

namespace VkLearn;

public static class SqueezeSyntax
{
    extension(Tensor x)
    {
        /// <summary>Without an axis of size 1: [.., 1, ..] to [.., ..].</summary>
        /// <exception cref="ArgumentException">The axis has another size.</exception>
        public Tensor Squeeze(int axis)
        {
            axis = x.Shape.Axis(axis, "Squeeze");
            return x.Shape[axis] == 1 ? x.Reshape(x.Shape.Without(axis)) : throw new ArgumentException(
                $"Squeeze: axis {axis} of {x.Shape} must have size 1, it has {x.Shape[axis]}.");
        }

        /// <summary>With an axis of size 1 more: [a, b] at axis 1 to [a, 1, b].</summary>
        /// <param name="axis">Which axis of the result it is; -1 is the last.</param>
        public Tensor Unsqueeze(int axis)
        {
            Shape widened = [.. x.Shape, 1];
            axis = widened.Axis(axis, "Unsqueeze");
            return x.Reshape([.. x.Shape.Sizes[..axis], 1, .. x.Shape.Sizes[axis..]]);
        }

        /// <summary>So many times one after the other along an axis: [a, b] at axis 1 to [a, times b].</summary>
        /// <exception cref="ArgumentException">Times is below 1.</exception>
        public Tensor Repeat(int axis, int times)
        {
            axis = x.Shape.Axis(axis, "Repeat");
            (int outer, int size, int inner) = x.Shape.Around(axis);
            return times >= 1
                ? x.Reshape([outer, 1, size * inner]).BroadcastTo([outer, times, size * inner]).Reshape(x.Shape.With(axis, size * times))
                : throw new ArgumentException($"Repeat: times must be 1 or more, received {times}.", nameof(times));
        }
    }
}
