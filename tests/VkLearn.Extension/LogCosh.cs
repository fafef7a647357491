using VkLearn.Losses;

namespace VkLearn.Extension;

public static class LogCoshSyntax
{
    extension(Loss)
    {
        public static Tensor LogCosh(Tensor prediction, Tensor target)   // a square near 0, a line far from it: Loss.LogCosh(...)
        {
            Tensor d = (prediction - target).Abs();
            return (d + (1 + (d * -2f).Exp()).Log() - MathF.Log(2)).Mean();
        }
    }
}
