using VkLearn.Primitives;

namespace VkLearn.Layers;

/// <summary>
/// y[n, o] = sum over i and j of a[n, i] weight[o, i, j] b[n, j], plus bias: <c>Forward(a, b)</c> of [.., inFeatures1] and
/// [.., inFeatures2] to [.., outFeatures] (Tenenbaum and Freeman 2000, eq. 1).
/// </summary>
public sealed class Bilinear : Layer
{
    /// <param name="weight">By default uniform within 1 / sqrt(inFeatures1), as PyTorch has it.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public Bilinear(int inFeatures1, int inFeatures2, int outFeatures, bool bias = true, Initializer? weight = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inFeatures1, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inFeatures2, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outFeatures, 1);
        Weight = Add("weight", [outFeatures, inFeatures1, inFeatures2], weight ?? Initializer.Uniform(1 / MathF.Sqrt(inFeatures1)));
        Bias = bias ? Add("bias", [outFeatures], Initializer.Zeros) : null;
    }

    /// <summary>[outFeatures, inFeatures1, inFeatures2].</summary>
    public Parameter Weight { get; }

    /// <summary>[outFeatures]; null without bias.</summary>
    public Parameter? Bias { get; }

    protected override Tensor[] Apply(Tensor[] inputs)
    {
        (int outFeatures, int first, int second) = (Weight.Shape[0], Weight.Shape[1], Weight.Shape[2]);
        if (inputs is not [{ Shape.Rank: > 0 } a, { Shape.Rank: > 0 } b] || a.Cols != first || b.Cols != second || a.Rows != b.Rows)
        {
            throw new ArgumentException($"Bilinear \"{Path}\": needs two inputs, [.., {first}] and [.., {second}], of as many rows, "
                + $"received {string.Join(" and ", inputs.Select(input => input.Shape))}.");
        }

        // Of each row the products of all pairs, by a matrix of the weights of each pair.
        Tensor pairs = (a.Reshape([a.Rows, first, 1]) * b.Reshape([b.Rows, 1, second])).Reshape([a.Rows, first * second]);
        Tensor product = pairs.MatMul(Weight.Value.Reshape([outFeatures, first * second]).Transpose());
        return [(Bias is null ? product : product + Bias).Reshape([.. a.Shape.Sizes[..^1], outFeatures])];
    }
}
