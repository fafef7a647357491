using VkLearn.Primitives;

namespace VkLearn;

public static class OneHotSyntax
{
    extension(Tensor label)
    {
        /// <summary>
        /// Indices of classes, Int32 [..], as Float32 [.., classes]: 1 at the class, else 0; all 0 for what is no class, such as -1. It has
        /// no gradient.
        /// </summary>
        /// <exception cref="ArgumentException">The indices are no integers, or classes is below 1.</exception>
        public Tensor OneHot(int classes) => label.Type == DType.Int32 && classes >= 1
            ? label.Reshape([.. label.Shape, 1]).EqualTo(new Iota([classes]).Apply()[0])
            : throw new ArgumentException($"OneHot: needs Int32 indices and 1 class or more, received {label.TensorType} and {classes}.");
    }
}
