using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Ops;

/// <summary>
/// Functions of one element over all float32 there are, each so many: denormals, infinities, NaN. What is made is as near to what float64
/// gives as it says; below the least normal number a device may give 0. (A factor of Mish is there where Mish is 100 times above.)
/// </summary>
public sealed class WholeRangeTests(GpuFixture fixture) : OpTests(fixture)
{
    const uint Step = 49999;
    const double LeastNormal = 1.1754943508222875e-38;

    public static TheoryData<string, double> Functions => new()
    {
        { "Abs", 0 }, { "Log1p", 3 }, { "Expm1", 4 }, { "Softplus", 4 }, { "Elu", 4 }, { "Selu", 4 }, { "Hardswish", 4 }, { "Mish", 4 },
        { "Pow, 1.7", 3 }, { "Pow, -3", 3 }, { "Pow, 20", 3 },
    };

    [Theory, MemberData(nameof(Functions))]
    public void IsNearFloat64(string function, double unitsInTheLastPlace)
    {
        float[] x = [.. Enumerable.Range(0, (int)(uint.MaxValue / Step)).Select(i => BitConverter.UInt32BitsToSingle((uint)i * Step)),
            0, -0f, 1, -1, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon];
        float[] made = Run(inputs => OnDevice(function, inputs[0]), Tensor.From(x, [x.Length]));
        double worst = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double error = UnitsBetween(made[i], InFloat64(function, x[i]), function == "Mish" ? LeastNormal * 128 : LeastNormal);
            if (!(error <= unitsInTheLastPlace))
            {
                Assert.Fail($"{function} of {x[i]:g9}: {made[i]:g9}, should be {InFloat64(function, x[i]):g17}, "
                    + $"{error:f1} units in the last place away");
            }

            worst = Math.Max(worst, error);
        }

        OpTable.Add($"{function}, all float32", forward: worst * Math.Pow(2, -24));
    }

    static Tensor OnDevice(string function, Tensor x) => function switch
    {
        "Abs" => x.Abs(),
        "Log1p" => x.Log1p(),
        "Expm1" => x.Expm1(),
        "Softplus" => x.Softplus(),
        "Elu" => x.Elu(),
        "Selu" => x.Selu(),
        "Hardswish" => x.Hardswish(),
        "Mish" => x.Mish(),
        "Pow, 1.7" => x.Pow(1.7f),
        "Pow, -3" => x.Pow(-3f),
        _ => x.Pow(20f),
    };

    static double InFloat64(string function, double x) => function switch
    {
        "Abs" => Math.Abs(x),
        "Log1p" => Log1p.Of(x),
        "Expm1" => Expm1.Of(x),
        "Softplus" => Softplus(x),
        "Elu" => x > 0 ? x : Expm1.Of(x),
        "Selu" => 1.0507009873554805f * (x > 0 ? x : 1.6732632423543772f * Expm1.Of(x)),
        "Hardswish" => x < -3 ? 0 : x > 3 ? x : x * (x + 3) / 6,
        "Mish" => x < -1000 ? 0 : x * Math.Tanh(Softplus(x)),
        "Pow, 1.7" => Math.Pow(x, 1.7f),
        "Pow, -3" => Math.Pow(x, -3),
        _ => Math.Pow(x, 20),
    };

    static double Softplus(double x) => Math.Max(x, 0) + Log1p.Of(Math.Exp(-Math.Abs(x)));

    /// <summary>How far a float is from a number, in units of the last place of the float nearest to it.</summary>
    static double UnitsBetween(float made, double wanted, double least)
    {
        float nearest = (float)wanted;
        if (float.IsNaN(nearest) || float.IsInfinity(nearest) || !float.IsFinite(made))
        {
            bool isEdge = float.IsInfinity(made) && Math.Abs(wanted) > 3.4028e38; // it may be rounded up
            return made.Equals(nearest) || isEdge || (float.IsInfinity(nearest) && Math.Abs(made) > 3.4028e38f)
                ? 0 : double.PositiveInfinity;
        }

        return Math.Abs(wanted) < least ? (Math.Abs(made) <= least ? 0 : double.PositiveInfinity)
            : Math.Abs(made - wanted) / (MathF.BitIncrement(MathF.Abs(nearest)) - Math.Abs(nearest));
    }
}
