using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Layers;

/// <summary>
/// Log-mel spectra of waves, [N, L] to [N, mels, T]: <see cref="MfccSyntax.LogMel"/>. With a range they are told from 0 to 1: 1 is the
/// loudest of the wave, 0 what is softer than that by the range or more, and silence, so that neither loudness nor padding matters.
/// </summary>
/// <param name="range">In nats; 0: logarithms as they are.</param>
public sealed class LogMel(Framing framing, MelFilter mels, float range = 0) : Layer
{
    protected override Tensor Apply(Tensor input)
    {
        Tensor spectra = input.LogMel(framing, mels.Mels, mels.Hertz, mels.Low, mels.High);
        if (range <= 0)
        {
            return spectra;
        }

        Tensor loudest = spectra.Max(2, keepAxis: true).Max(1, keepAxis: true);
        return ((spectra - loudest) * (1 / range) + 1).Relu();
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("LogMel",
        "Log-mel spectra of waves, [N, L] to [N, mels, T]; range: from 0 to 1, so many nats below the loudest to it.",
        settings => new LogMel(settings.Framing(), settings.Mels(), settings.Float("range", 0, min: 0, max: 1000)));
}
