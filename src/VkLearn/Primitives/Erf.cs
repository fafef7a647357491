namespace VkLearn.Primitives;

/// <summary>The error function, 2/sqrt(pi) times the integral of exp(-t²) from 0 to x.</summary>
public sealed record Erf : Op
{
    internal override uint Opcode(DType type) => Primitives.Opcode.Erf;

    protected override TensorType[] Infer(TensorType[] inputs) => Elementwise.Infer(this, inputs, floatsOnly: true);

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Elementwise.Map(inputs, Of);

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [gradients[0]! * (inputs[0] * inputs[0] * -1f).Exp() * (2 / MathF.Sqrt(MathF.PI))];

    /// <summary>
    /// By its Maclaurin series up to 3 and the continued fraction of erfc beyond (Abramowitz and Stegun 1964, 7.1.5 and 7.1.14).
    /// </summary>
    public static double Of(double x)
    {
        double size = Math.Abs(x);
        if (!(size < 3))
        {
            return double.IsNaN(x) ? x : Math.Sign(x) * (1 - Tail(size));
        }

        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum) && n < 200; n++)
        {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    /// <summary>1 - erf(x), as near to 0 as it may be.</summary>
    public static double Complement(double x) => x < 3 || double.IsNaN(x) ? 1 - Of(x) : Tail(x);

    static double Tail(double x)
    {
        double fraction = x;
        for (int n = 100; n > 0; n--)
        {
            fraction = x + n / 2.0 / fraction;
        }

        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / fraction;
    }
}
