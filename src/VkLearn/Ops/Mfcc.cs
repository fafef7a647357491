using VkLearn.Ops;

namespace VkLearn.Ops
{
    /// <summary>
    /// The cosine transform of kind 2, orthonormal, of the middle axis of [N, n, T], of which the first are kept: of log-mel spectra it
    /// makes mel-frequency cepstral coefficients (Davis and Mermelstein 1980). A product with its matrix.
    /// </summary>
    public sealed record CosineTransform(int Kept) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            Tensor x = inputs[0];
            return x.Shape.Rank == 3 && Kept >= 1 && Kept <= x.Shape[1]
                ? [Tensor.From(Matrix(x.Shape[1]), [Kept, x.Shape[1]]).MatMul(x)]
                : throw new ArgumentException($"{Name}: needs [N, n, T] and from 1 to n to be kept, received {x} and {Kept}.");
        }

        float[] Matrix(int n) => [.. from row in Enumerable.Range(0, Kept)
            from column in Enumerable.Range(0, n)
            select (float)(Math.Sqrt((row == 0 ? 1.0 : 2.0) / n) * Math.Cos(Math.PI * row * (2 * column + 1) / (2.0 * n)))];
    }
}

namespace VkLearn
{
    public static class MfccSyntax
    {
        extension(Tensor wave)
        {
            /// <summary>The logarithm of mel-filtered power spectra: waves [N, L] to [N, mels, T].</summary>
            /// <param name="floor">The least power that is told: of silence there is no logarithm.</param>
            /// <exception cref="ArgumentException">They are no waves, or a number is out of its range.</exception>
            public Tensor LogMel(Framing framing, int mels, float hertz, float low = 0, float high = 0, float floor = 1e-6f) =>
                wave.PowerSpectrum(framing).MelFilter(mels, hertz, low, high).Maximum(floor).Log();

            /// <summary>Mel-frequency cepstral coefficients: waves [N, L] to [N, coefficients, T].</summary>
            /// <inheritdoc cref="LogMel(Tensor, Framing, int, float, float, float, float)"/>
            public Tensor Mfcc(Framing framing, int coefficients, int mels, float hertz, float low = 0, float high = 0,
                float floor = 1e-6f) => new CosineTransform(coefficients).Apply(wave.LogMel(framing, mels, hertz, low, high, floor))[0];
        }
    }
}
