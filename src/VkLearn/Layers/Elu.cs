using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>x where it is above 0, else alpha (exp(x) - 1) (Clevert et al. 2016).</summary>
public sealed class Elu(float alpha = 1) : Layer
{
    protected override Tensor Apply(Tensor input) => input.Elu(alpha);

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Elu", "x where it is above 0, else alpha (exp(x) - 1) (Clevert et al. 2016).",
        settings => new Elu(settings.Float("alpha", 1)));
}
