using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>y = x + f(x), f being layers one after the other, named layers.0, layers.1 and so on (He et al. 2016).</summary>
public sealed class Residual : Layer
{
    public Residual(params IReadOnlyList<Layer> layers) : this(false, layers)
    {
    }

    /// <param name="reZero">Whether it is y = x + scale f(x) with a scale that is learned and begins at 0, so that a stack of any depth
    /// begins as the identity (Bachlechner et al. 2020, equation 2).</param>
    public Residual(bool reZero, params IReadOnlyList<Layer> layers)
    {
        Scale = reZero ? Add("scale", [1], Initializer.Zeros) : null;
        for (int i = 0; i < layers.Count; i++)
        {
            Add($"layers.{i}", layers[i]);
        }
    }

    /// <summary>[1]; null where it is y = x + f(x).</summary>
    public Parameter? Scale { get; }

    protected override Tensor Apply(Tensor input)
    {
        Tensor output = Children.Aggregate(input, (x, layer) => layer.Forward(x));
        return output.Shape == input.Shape ? input + (Scale is null ? output : output * Scale) : throw new ArgumentException(
            $"Residual \"{Path}\": its layers make {output.Shape} of input {input.Shape}, to which it cannot be added. " +
            $"Let them keep the shape.");
    }

    [ModuleInitializer]
    internal static void Register() =>
        Catalog<Layer>.Add("Residual",
            "x + f(x), f being layers one after the other (He et al. 2016); reZero: x + scale f(x), the scale learned from 0 on.",
            settings => new Residual(settings.Flag("reZero", false), [.. settings.List("layers").Select(Catalog<Layer>.Read)]));
}
