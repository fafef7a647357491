using VkLearn.Primitives;

namespace VkLearn;

/// <summary>Comparisons beside less, greater and equal: 1 where they hold, else 0. None holds for NaN but that it is not equal.</summary>
public static class ComparisonSyntax
{
    extension(Tensor)
    {
        /// <summary>1 where a is less than or equal to b, else 0.</summary>
        public static Tensor operator <=(Tensor a, Tensor b) => a.LessOrEqual(b);

        /// <summary>1 where a is greater than or equal to b, else 0.</summary>
        public static Tensor operator >=(Tensor a, Tensor b) => b.LessOrEqual(a);
    }

    extension(Tensor a)
    {
        /// <summary>1 where a is less than b, else 0: <c>a &lt; b</c>.</summary>
        public Tensor Less(Tensor b) => a < b;

        /// <summary>1 where a is greater than b, else 0: <c>a &gt; b</c>.</summary>
        public Tensor Greater(Tensor b) => a > b;

        /// <summary>1 where a is less than or equal to b, else 0: <c>a &lt;= b</c>.</summary>
        public Tensor LessOrEqual(Tensor b) => (a < b) + a.EqualTo(b);

        /// <summary>1 where a is greater than or equal to b, else 0: <c>a &gt;= b</c>.</summary>
        public Tensor GreaterOrEqual(Tensor b) => b.LessOrEqual(a);

        /// <summary>1 where a does not equal b, else 0. (<c>a == b</c> of two tensors asks whether they are the same.)</summary>
        public Tensor NotEqualTo(Tensor b) => 1 - a.EqualTo(b);
    }
}
