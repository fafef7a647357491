using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>Keeps gradients from being too large, on the device alone.</summary>
static class Clipping
{
    // As PyTorch has it, so that gradients of 0 stay 0.
    const float Least = 1e-6f;

    /// <summary>The norm of all gradients together; infinite or NaN where one of them is.</summary>
    /// <param name="ranges">Of gradients whose parameters lie together: their squares are summed by one dispatch or two.</param>
    public static Tensor Norm(IReadOnlyList<Tensor> gradients, IReadOnlyList<(int From, int To)> ranges)
    {
        Tensor squares = ranges
            .Select(range => new SquaredSum(range.To - range.From).Apply([.. gradients.Take(range.To).Skip(range.From)])[0])
            .Aggregate((a, b) => a + b);
        Tensor usual = squares.Slice(0, 0, 1).Reshape([]).Sqrt(), large = squares.Slice(0, 1, 1).Reshape([]).Sqrt() * SquaredSum.Up;
        Tensor whole = large * (1 + (usual / Where.Select(large, large, 1f)).Square()).Sqrt();
        Tensor norm = Where.Select(large, whole, usual);
        norm.Name = "gradientNorm";
        return norm;
    }

    /// <summary>What gradients are multiplied by so that their norm is at most this: 1, or less.</summary>
    public static Tensor Scale(Tensor norm, float most) => (most / (norm + Least)).Minimum(1f);

    /// <summary>clipped = gradients times the scale, if there is one, their elements within the value and its negative, if it is not 0.
    /// </summary>
    public static void Dispatch(Pass pass, Arg gradients, Arg scale, float value, Tensor clipped, int count) =>
        pass.Dispatch("Clip", pass.InRounds(count / 4), 64, [("SCALED", scale.Tensors.Length > 0), ("LIMITED", value > 0)],
            gradients, scale, clipped, count, value);
}

/// <summary>
/// The sum of the squares of all elements of tensors that lie together as parameters do, gaps being zeros: [2], of those that are at most
/// 2^45, and of the others, each times 2^-80 before it is squared, so that none overflows.
/// </summary>
sealed record SquaredSum(int Count) : Op
{
    const float Largest = 1L << 45;

    /// <summary>2^80, which the root of the second sum is multiplied by.</summary>
    public const float Up = 1208925819614629174706176f;

    protected override Tensor[] Define(Tensor[] inputs)
    {
        Tensor[] large = [.. inputs.Select(input => Tensor.Full([], Largest) < input.Maximum(-input))];
        Tensor usual = Sum(i => Where.Select(large[i], 0f, inputs[i])), down = Sum(i => Where.Select(large[i], inputs[i] * (1 / Up), 0f));
        return [Concat.Of(0, usual.Reshape([1]), down.Reshape([1]))];

        Tensor Sum(Func<int, Tensor> of) =>
            Enumerable.Range(0, inputs.Length).Select(i => of(i).Square().Sum()).Aggregate((a, b) => a + b);
    }

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
    {
        const int mostParts = 128;
        int count = checked((int)(inputs.Sum(input => Session.Align(input.TensorType.Bytes)) / sizeof(float)));
        int parts = Math.Clamp(count / (pass.IsOnCpu ? 1 << 16 : 1 << 12), 1, mostParts);
        Tensor partial = parts == 1 ? outputs[0] : new(new TensorType([2, parts], DType.Float32));
        pass.Dispatch("SquaredSum", parts, pass.RowLocalSize, [], Arg.Range(inputs), partial, count, parts);
        if (parts > 1)
        {
            Reduction.Dispatch(pass, Reduction.Sum, partial, outputs[0], axis: 1, scale: 1);
        }
    }
}
