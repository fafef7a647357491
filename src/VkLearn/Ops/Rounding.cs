using VkLearn.Primitives;

namespace VkLearn;

public static class RoundingSyntax
{
    extension(Tensor x)
    {
        /// <summary>The least whole number that is not below x; NaN passes. Its gradient is taken as none.</summary>
        public Tensor Ceil() => -(-x).Floor();

        /// <summary>The whole number nearest to x, of two that are as near the even one; NaN passes. Its gradient is taken as none.
        /// </summary>
        public Tensor Round()
        {
            // What is left of x above the whole number below it is exact; x + 1/2 would be rounded first.
            Tensor below = x.Floor(), left = x - below, isOdd = below.NotEqualTo((below * 0.5f).Floor() * 2);
            Tensor up = Where.Select(left.EqualTo(0.5f), isOdd, left > 0.5f);
            return Where.Select(left.EqualTo(0f), x, below + up);
        }
    }
}
