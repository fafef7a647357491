using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// The short-time Fourier transform of waves [N, L]: frames of <see cref="Framing.Length"/> samples, each <see cref="Framing.Hop"/>
    /// after the last, times a window, and of each the discrete Fourier transform, as a product with its matrix: real and imaginary parts
    /// one below the other, [N, 2 bins, T]. Frames are gathered first: a convolution by the matrix's rows, as long as a frame and a hop
    /// apart, is slower than that and a product.
    /// </summary>
    public sealed record Stft(Framing Framing) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            Tensor wave = Framing.Check(Name, inputs[0]);
            Tensor rows = Tensor.From(Framing.Transform(), [2 * Framing.Bins, Framing.Length]);
            Tensor frames = wave.Reshape([wave.Shape[0], 1, 1, wave.Shape[1]])
                .Windows(new Window(1, Framing.Length, new WindowAxis(1), new WindowAxis(Framing.Hop)));
            return [rows.MatMul(frames.Reshape([wave.Shape[0], Framing.Length, frames.Shape[3]]))];
        }
    }
}

namespace VkLearn
{
    public static class StftSyntax
    {
        extension(Tensor wave)
        {
            /// <summary>The short-time Fourier transform of waves [N, L]: real and imaginary parts, [N, bins, T] each.</summary>
            /// <exception cref="ArgumentException">They are no waves, or shorter than a frame.</exception>
            public (Tensor Real, Tensor Imaginary) Stft(Framing framing)
            {
                Tensor[] parts = new Stft(framing).Apply(wave)[0].Chunk(1, 2);
                return (parts[0], parts[1]);
            }

            /// <summary>The squared magnitudes of the short-time Fourier transform: waves [N, L] to [N, bins, T].</summary>
            /// <inheritdoc cref="Stft(Tensor, Framing)"/>
            public Tensor PowerSpectrum(Framing framing)
            {
                (Tensor real, Tensor imaginary) = wave.Stft(framing);
                return real.Square() + imaginary.Square();
            }
        }
    }
}
