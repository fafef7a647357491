using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Layers;

/// <summary>
/// Each item with mean 0 and variance 1 over the last axes, times weight, plus bias (Ba et al. 2016): [..., shape] to the same.
/// </summary>
public sealed class LayerNorm : Layer
{
    readonly Shape shape;
    readonly float epsilon;

    /// <param name="shape">Of the last axes, such as [features].</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ArgumentException">The shape has no element, or epsilon is not above 0.</exception>
    public LayerNorm(Shape shape, float epsilon = 1e-5f)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        this.epsilon = epsilon;
        this.shape = shape.Rank > 0 && shape.Count > 0 ? shape
            : throw new ArgumentException($"LayerNorm: shape must have an axis and no size of 0, received {shape}.", nameof(shape));
        Weight = Add("weight", shape, Initializer.Ones);
        Bias = Add("bias", shape, Initializer.Zeros);
        (Weight.Decays, Bias.Decays) = (false, false); // however many axes they have
    }

    /// <summary>Of the last axes, at first ones.</summary>
    public Parameter Weight { get; }

    /// <summary>Of the last axes, at first zeros.</summary>
    public Parameter Bias { get; }

    protected override Tensor Apply(Tensor input)
    {
        if (!input.Shape.Sizes.EndsWith(shape.Sizes))
        {
            throw new ArgumentException(
                $"LayerNorm \"{Path}\": input {input.Shape} does not end with {shape}. "
                + (input.Shape.Rank == 0 ? "It needs an axis." : $"Use shape: [{input.Shape[^1]}]."));
        }

        int items = checked((int)Shape.CountOf(input.Shape.Sizes[..^shape.Rank]));
        Tensor normalised = input.Reshape([items, checked((int)shape.Count)]).LayerNorm(epsilon).Reshape(input.Shape);
        return normalised * Weight + Bias;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("LayerNorm",
        "Each item with mean 0 and variance 1 over the last axes, times weight, plus bias (Ba et al. 2016).",
        settings => new LayerNorm(Shape.Of(settings.Ints("shape", min: 1)), settings.Float("epsilon", 1e-5f, min: 1e-12f)));
}
