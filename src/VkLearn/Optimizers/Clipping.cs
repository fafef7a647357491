using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Optimizers;

/// <summary>Keeps gradients from being too large, on the device alone.</summary>
static class Clipping
{
    // As PyTorch has it, so that gradients of 0 stay 0.
    const float Least = 1e-6f;

    /// <summary>What gradients are multiplied by so that the norm of all together is at most this: 1, or less.</summary>
    /// <param name="ranges">Of gradients whose parameters lie together: their squares are summed by one dispatch or two.</param>
    public static Tensor Scale(IReadOnlyList<Tensor> gradients, IReadOnlyList<(int From, int To)> ranges, float most)
    {
        Tensor squares = ranges
            .Select(range => new SquaredSum(range.To - range.From).Apply([.. gradients.Take(range.To).Skip(range.From)])[0])
            .Aggregate((a, b) => a + b);
        Tensor norm = squares.Sqrt();
        norm.Name = "gradientNorm";
        return (most / (norm + Least)).Minimum(1f);
    }

    /// <summary>clipped = gradients times the scale, if there is one, their elements within the value and its negative, if it is not 0.
    /// </summary>
    public static void Dispatch(Pass pass, Arg gradients, Arg scale, float value, Tensor clipped, int count) =>
        pass.Dispatch("Clip", pass.InRounds(count / 4), 64, [("SCALED", scale.Tensors.Length > 0), ("LIMITED", value > 0)],
            gradients, scale, clipped, count, value);
}

/// <summary>The sum of the squares of all elements of tensors that lie together as parameters do, gaps being zeros: a scalar.</summary>
sealed record SquaredSum(int Count) : Op
{
    protected override Tensor[] Define(Tensor[] inputs) =>
        [inputs.Select(input => input.Square().Sum()).Aggregate((a, b) => a + b)];

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
    {
        const int mostParts = 128;
        int count = checked((int)(inputs.Sum(input => Session.Align(input.TensorType.Bytes)) / sizeof(float)));
        int parts = Math.Clamp(count / (pass.SmallSubgroups ? 1 << 16 : 1 << 12), 1, mostParts);
        Tensor partial = parts == 1 ? outputs[0] : new(new TensorType([parts], DType.Float32));
        pass.Dispatch("SquaredSum", parts, pass.RowLocalSize, [], Arg.Range(inputs), partial, count, parts);
        if (parts > 1)
        {
            Reduction.Dispatch(pass, Reduction.Sum, partial, outputs[0], axis: 0, scale: 1);
        }
    }
}
