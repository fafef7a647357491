using VkLearn.Primitives;

namespace VkLearn;

public static class ElementwiseSyntax
{
    extension(Tensor x)
    {
        public Tensor Exp() => new Exp().Apply(x)[0];
        public Tensor Log() => new Log().Apply(x)[0];
        public Tensor Sqrt() => new Sqrt().Apply(x)[0];
        public Tensor Sin() => new Sin().Apply(x)[0];
        public Tensor Tanh() => new TanhOp().Apply(x)[0];
        public Tensor Erf() => new Erf().Apply(x)[0];
        public Tensor Floor() => new Floor().Apply(x)[0];

        /// <summary>x times x.</summary>
        public Tensor Square() => x * x;

        /// <summary>1 / sqrt(x).</summary>
        public Tensor Rsqrt() => 1 / x.Sqrt();

        /// <summary>The larger of x and y; NaN if either is.</summary>
        public Tensor Maximum(Tensor y) => Broadcasting.Apply(new Max(), x, y);

        /// <summary>The smaller of x and y; NaN if either is.</summary>
        public Tensor Minimum(Tensor y) =>
            x.Type == DType.Int32 ? Where.Select(y < x, y, x) : -(-x).Maximum(-y); // of the least integer there is no negative
    }
}
