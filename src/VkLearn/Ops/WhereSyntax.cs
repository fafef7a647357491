using VkLearn.Primitives;

namespace VkLearn;

public static class WhereSyntax
{
    extension(Tensor)
    {
        /// <summary>A where the condition is not 0, else b; shapes go together by broadcasting.</summary>
        /// <exception cref="ArgumentException">Shapes or types do not go together.</exception>
        public static Tensor Where(Tensor condition, Tensor a, Tensor b) => Primitives.Where.Select(condition, a, b);
    }
}
