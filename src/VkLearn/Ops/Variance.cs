using VkLearn.Primitives;

namespace VkLearn;

public static class VarianceSyntax
{
    extension(Tensor x)
    {
        /// <summary>
        /// The variance over an axis, which goes, or stays with size 1: the mean of the squares of what is left of x less its mean, and of
        /// that less its own, so that a large mean costs nothing.
        /// </summary>
        /// <param name="unbiased">Whether the sum of squares is divided by n - 1 (Bessel's correction) and not by n.</param>
        /// <exception cref="ArgumentException">Unbiased, of one element.</exception>
        public Tensor Variance(int axis, bool unbiased = false, bool keepAxis = false)
        {
            axis = x.Shape.Axis(axis, "Variance");
            int n = x.Shape[axis];
            if (unbiased && n < 2)
            {
                throw new ArgumentException($"Variance: axis {axis} of {x.Shape} has {n} elements, of which there is no unbiased variance. "
                    + "Use two or more, or unbiased: false.");
            }

            Tensor rough = x - x.Mean(axis, keepAxis: true); // its mean is what rounding has left, which of equals may be all of it
            Tensor squares = (rough - rough.Mean(axis, keepAxis: true)).Square();
            return unbiased ? squares.Sum(axis, keepAxis) * (1f / (n - 1)) : squares.Mean(axis, keepAxis);
        }

        /// <summary>The variance of all elements, a scalar.</summary>
        /// <inheritdoc cref="extension(Tensor).Variance(int, bool, bool)"/>
        public Tensor Variance(bool unbiased = false) => x.Reshape([checked((int)x.Shape.Count)]).Variance(0, unbiased);

        /// <summary>The square root of the variance over an axis, which goes, or stays with size 1.</summary>
        /// <inheritdoc cref="extension(Tensor).Variance(int, bool, bool)"/>
        public Tensor StandardDeviation(int axis, bool unbiased = false, bool keepAxis = false) =>
            x.Variance(axis, unbiased, keepAxis).Sqrt();
    }
}
