using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Layers;

/// <summary>
/// Each item over the root of the mean of its squares over the last axes, times weight (Zhang and Sennrich 2019): [..., shape] to the same.
/// </summary>
public sealed class RmsNorm : Layer
{
    readonly Shape shape;
    readonly float epsilon;

    /// <param name="shape">Of the last axes, such as [features].</param>
    /// <param name="epsilon">Added to the mean of the squares.</param>
    /// <exception cref="ArgumentException">The shape has no element, or epsilon is not above 0.</exception>
    public RmsNorm(Shape shape, float epsilon = 1e-6f)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        this.epsilon = epsilon;
        this.shape = shape.Rank > 0 && shape.Count > 0 ? shape
            : throw new ArgumentException($"RmsNorm: shape must have an axis and no size of 0, received {shape}.", nameof(shape));
        Weight = Add("weight", shape, Initializer.Ones);
        Weight.Decays = false; // however many axes it has
    }

    /// <summary>Of the last axes, at first ones.</summary>
    public Parameter Weight { get; }

    protected override Tensor Apply(Tensor input)
    {
        if (!input.Shape.Sizes.EndsWith(shape.Sizes))
        {
            throw new ArgumentException($"RmsNorm \"{Path}\": input {input.Shape} does not end with {shape}. "
                + (input.Shape.Rank == 0 ? "It needs an axis." : $"Use shape: [{input.Shape[^1]}]."));
        }

        int items = checked((int)(input.Shape.Count / shape.Count));
        return input.Reshape([items, checked((int)shape.Count)]).RmsNorm(epsilon).Reshape(input.Shape) * Weight;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("RmsNorm",
        "Each item over the root of the mean of its squares over the last axes, times weight (Zhang and Sennrich 2019).",
        settings => new RmsNorm(Shape.Of(settings.Ints("shape", min: 1)), settings.Float("epsilon", 1e-6f, min: 1e-12f)));
}
