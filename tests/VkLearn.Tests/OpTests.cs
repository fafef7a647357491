using VkLearn.Gpu;
using Xunit;
using Xunit.Sdk;

namespace VkLearn.Tests;

/// <summary>
/// Tests of an op are a list of shapes; what is tested of each is here. The kernels against the definition in float64, the gradient's
/// kernels against the gradient in float64, that gradient against differences, for smooth ops the gradient's gradient; the same bits twice;
/// nothing written outside a tensor; sizes of 0, 1 and 70,000 (<see cref="EdgeCheck"/>). The device keeps each tensor in a buffer of its
/// own, filled with NaN.
/// </summary>
[Collection("gpu")]
public abstract class OpTests(GpuFixture fixture)
{
    internal GpuDevice Gpu { get; } = fixture.Gpu;

    /// <summary>What is allowed, and what is left out, for the op of this class.</summary>
    protected virtual Tolerance Tolerance => new();

    protected void Check(Op op, params Shape[] shapes) => Check(op, [.. shapes.Select(Input.Of)]);

    protected void Check(Op op, params Input[] inputs) => Check(op, Tolerance, inputs);

    protected void Check(Op op, Tolerance tolerance, params Input[] inputs)
    {
        Check(op.Name, op, x => op.Apply(x), tolerance, inputs);
        if (tolerance.Differentiable && HasDefinition(op, inputs))
        {
            // The definition instead of the op: its gradient is that of the small ops, not that of Backward.
            new OpCheck(Gpu, op.Name, op.Defined, tolerance, inputs).Differences();
        }
    }

    /// <summary>Checks a composition of ops, under a name for the table.</summary>
    protected void Check(string name, Func<Tensor[], Tensor[]> body, Tolerance tolerance, params Input[] inputs) =>
        Check(name, null, body, tolerance, inputs);

    void Check(string name, Op? op, Func<Tensor[], Tensor[]> body, Tolerance tolerance, Input[] inputs)
    {
        OpCheck check = new(Gpu, name, body, tolerance, inputs);
        check.Forward();
        if (tolerance.Differentiable)
        {
            check.Gradient();
            check.Differences();
        }

        if (tolerance is { Differentiable: true, Smooth: true })
        {
            check.SecondGradient();
        }

        Gpu.Memory.CheckGuards();
        EdgeCheck.Once(Gpu, name, op, body, tolerance, inputs);
    }

    /// <summary>The outputs of an op on given values, for edges that random numbers do not meet.</summary>
    protected float[] Run(Func<Tensor[], Tensor> body, params Tensor[] inputs)
    {
        using Recording recording = Gpu.Record(() => body(inputs));
        recording.Replay();
        float[] values = recording.Result.ToArray();
        Gpu.Memory.CheckGuards();
        return values;
    }

    /// <summary>Asserts values to a relative error; NaN equals NaN.</summary>
    protected static void AssertClose(double[] expected, float[] actual, double tolerance = 1e-6)
    {
        Assert.Equal(expected.Length, actual.Length);
        double error = OpCheck.Error(actual, expected, floor: 0);
        if (!(error <= tolerance))
        {
            throw new XunitException(
                $"Expected {string.Join(", ", expected)}, received {string.Join(", ", actual)}: relative error {error:g3}.");
        }
    }

    static bool HasDefinition(Op op, Input[] inputs) =>
        op.Evaluated([.. inputs.Select(input => new double[input.Type.Shape.Count])],
            Types(inputs), op.Inferred(Types(inputs)), default) is null;

    /// <summary>An op's definition instead of the op: its gradient is that of the small ops, not that of Backward.</summary>
    static Func<Tensor[], Tensor[]> Defined(Op op, Input[] inputs) => x => op.Defined(x);

    static TensorType[] Types(Input[] inputs) => [.. inputs.Select(input => input.Type)];
}
