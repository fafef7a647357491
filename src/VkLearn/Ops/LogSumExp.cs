using VkLearn.Primitives;

namespace VkLearn;

public static class LogSumExpSyntax
{
    extension(Tensor x)
    {
        /// <summary>
        /// The logarithm of the sum of exponentials over an axis, which goes, or stays with size 1: less the maximum first, so that nothing
        /// overflows. Its gradient is the softmax.
        /// </summary>
        public Tensor LogSumExp(int axis, bool keepAxis = false)
        {
            axis = x.Shape.Axis(axis, "LogSumExp");
            Tensor max = x.Max(axis, keepAxis: true).Detach();
            Tensor shift = Where.Select(max.Abs() < float.PositiveInfinity, max, 0f); // of infinities the difference would be no number
            Tensor sum = (x - shift).Exp().Sum(axis, keepAxis: true).Log() + shift;
            return keepAxis ? sum : sum.Reshape(x.Shape.Without(axis));
        }
    }
}
