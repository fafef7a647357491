using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;

namespace VkLearn.Layers;

/// <summary>
/// Mel-frequency cepstral coefficients of waves, [N, L] to [N, coefficients, T] (<see cref="MfccSyntax.Mfcc"/>), and below them, if they
/// are asked for, their <see cref="Deltas"/> and the deltas of those: three times as many rows.
/// </summary>
public sealed class Mfcc(Framing framing, int coefficients, MelFilter mels, bool hasDeltas = false) : Layer
{
    protected override Tensor Apply(Tensor input)
    {
        Tensor cepstra = input.Mfcc(framing, coefficients, mels.Mels, mels.Hertz, mels.Low, mels.High);
        if (!hasDeltas)
        {
            return cepstra;
        }

        Tensor deltas = cepstra.Deltas();
        return Tensor.Concat(1, cepstra, deltas, deltas.Deltas());
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Mfcc",
        "Mel-frequency cepstral coefficients of waves, [N, L] to [N, coefficients, T]; deltas: and how they change, and how that does.",
        settings => new Mfcc(settings.Framing(), settings.Int("coefficients", 13, min: 1, max: 1024), settings.Mels(),
            settings.Flag("deltas", false)));
}
