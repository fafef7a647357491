using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Layers;

/// <summary>1 / (1 + exp(-x)), as (1 + tanh(x / 2)) / 2, which no x overflows.</summary>
public sealed class Sigmoid : Layer
{
    protected override Tensor Apply(Tensor input) => input.Sigmoid();

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Sigmoid", "1 / (1 + exp(-x)).", _ => new Sigmoid());
}
