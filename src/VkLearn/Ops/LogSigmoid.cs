namespace VkLearn;

public static class LogSigmoidSyntax
{
    extension(Tensor x)
    {
        /// <summary>log(1 / (1 + exp(-x))), which no x overflows, and which is right where it is small.</summary>
        public Tensor LogSigmoid() => -(-x).Softplus();

        /// <summary>min(max(x / 6 + 1/2, 0), 1) (Courbariaux et al. 2015; Howard et al. 2019): 0 below -3, 1 above 3.</summary>
        public Tensor HardSigmoid() => ((x + 3) / 6).Clamp(0, 1);

        /// <summary>x / (1 + |x|) (Turian et al. 2009).</summary>
        public Tensor Softsign() => x / (1 + x.Abs());
    }
}
