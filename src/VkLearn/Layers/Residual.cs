using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>y = x + f(x), f being layers one after the other, named layers.0, layers.1 and so on (He et al. 2016).</summary>
public sealed class Residual : Layer
{
    public Residual(params IReadOnlyList<Layer> layers)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            Add($"layers.{i}", layers[i]);
        }
    }

    protected override Tensor Apply(Tensor input)
    {
        Tensor output = Children.Aggregate(input, (x, layer) => layer.Forward(x));
        return output.Shape == input.Shape ? input + output : throw new ArgumentException(
            $"Residual \"{Path}\": its layers make {output.Shape} of input {input.Shape}, to which it cannot be added. " +
            $"Let them keep the shape.");
    }

    [ModuleInitializer]
    internal static void Register() =>
        Catalog<Layer>.Add("Residual", "x + f(x), f being layers one after the other (He et al. 2016).",
            settings => new Residual([.. settings.List("layers").Select(Catalog<Layer>.Read)]));
}
