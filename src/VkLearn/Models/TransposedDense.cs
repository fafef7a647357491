using VkLearn.Layers;

namespace VkLearn.Models;

/// <summary>
/// y = x W' + b, W' being the weight of a <see cref="Dense"/> layer turned over and b its own: [N, outFeatures] to [N, inFeatures]. The
/// weight stays that layer's alone; its gradient is the sum of what both use it for.
/// </summary>
public sealed class TransposedDense : Layer
{
    readonly Dense dense;

    public TransposedDense(Dense dense)
    {
        this.dense = dense;
        Bias = Add("bias", [dense.Weight.Shape[0]], Initializer.Zeros, "neuron");
    }

    /// <summary>[inFeatures] of the layer whose weight it is.</summary>
    public Parameter Bias { get; }

    protected override Tensor Apply(Tensor input) => input.Cols == dense.Weight.Shape[1]
        ? input.MatMul(dense.Weight.Value.Transpose()) + Bias
        : throw new ArgumentException(
            $"TransposedDense \"{Path}\": input {input.Shape} has {input.Cols} features, weight {dense.Weight.Shape} turned over expects "
            + $"{dense.Weight.Shape[1]}.");
}
