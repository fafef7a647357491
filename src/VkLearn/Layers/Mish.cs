using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>x tanh(log(1 + exp(x))) (Misra 2019).</summary>
public sealed class Mish : Layer
{
    protected override Tensor Apply(Tensor input) => input.Mish();

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Mish", "x tanh(log(1 + exp(x))) (Misra 2019).",
        _ => new Mish());
}
