using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Layers;

/// <summary>x sigmoid(x) (Elfwing et al. 2018; Ramachandran et al. 2017: swish).</summary>
public sealed class Silu : Layer
{
    protected override Tensor Apply(Tensor input) => input.Silu();

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Silu", "x sigmoid(x) (Elfwing et al. 2018), also called swish.",
        _ => new Silu());
}
