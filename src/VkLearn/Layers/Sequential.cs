using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>Layers one after the other, named layers.0, layers.1 and so on.</summary>
public sealed class Sequential : Layer
{
    public Sequential(params IReadOnlyList<Layer> layers)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            Add($"layers.{i}", layers[i]);
        }
    }

    protected override Tensor Apply(Tensor input)
    {
        foreach (Layer layer in Children)
        {
            input = layer.Forward(input);
        }

        return input;
    }

    [ModuleInitializer]
    internal static void Register() =>
        Catalog<Layer>.Add("Sequential", settings => new Sequential([.. settings.List("layers").Select(Catalog<Layer>.Read)]));
}
