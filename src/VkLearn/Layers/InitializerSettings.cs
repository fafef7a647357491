using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>How a layer's weights begin, as scenes say it: <c>"weight": { "type": "Normal", "deviation": 0.02 }</c>.</summary>
static class InitializerSettings
{
    extension(Settings settings)
    {
        /// <summary>Null where it says nothing: as the layer has it by default.</summary>
        public Initializer? Initializer(string key) => settings.Child(key) is { } given ? Catalog<Initializer>.Read(given) : null;
    }

    [ModuleInitializer]
    internal static void Register()
    {
        Catalog<Initializer>.Add("Normal", "Normal.",
            settings => VkLearn.Initializer.Normal(settings.Float("deviation", 1, min: 0), settings.Float("mean", 0)));
        Catalog<Initializer>.Add("TruncatedNormal", "Normal, what is more than two deviations from the mean drawn again.",
            settings => VkLearn.Initializer.TruncatedNormal(settings.Float("deviation", 1, min: 0), settings.Float("mean", 0)));
        Catalog<Initializer>.Add("Uniform", "Uniform from -limit to limit.",
            settings => VkLearn.Initializer.Uniform(settings.Float("limit", min: 0)));
        Catalog<Initializer>.Add("Orthogonal", "Rows at right angles, each of length gain (Saxe et al. 2014).",
            settings => VkLearn.Initializer.Orthogonal(settings.Float("gain", 1, min: 0)));
        Catalog<Initializer>.Add("DeltaOrthogonal", "Of convolutions: orthogonal at the kernel's middle, else 0 (Xiao et al. 2018).",
            settings => VkLearn.Initializer.DeltaOrthogonal(settings.Float("gain", 1, min: 0)));
        Catalog<Initializer>.Add("Constant", "All the same.",
            settings => VkLearn.Initializer.Constant(settings.Float("value", 0)));
    }
}
