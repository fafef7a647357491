using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>Settings that each layer of a scene has beside its own.</summary>
static class LayerSettings
{
    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.AddForAll((settings, layer) =>
    {
        layer.IsFrozen = settings.Flag("frozen", false);
        layer.IsEvaluating = settings.Flag("evaluating", false);
    });
}
