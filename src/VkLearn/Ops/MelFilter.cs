using VkLearn.Ops;

namespace VkLearn.Ops
{
    /// <summary>
    /// Triangles over a power spectrum [N, bins, T], as many as are asked for, to [N, mels, T]: their corners lie evenly on the mel scale,
    /// 1127 ln(1 + f / 700), each begins at the last one's top and ends at the next one's (Davis and Mermelstein 1980).
    /// </summary>
    /// <param name="Hertz">Samples a second of the wave.</param>
    /// <param name="Low">Where the first begins, in hertz.</param>
    /// <param name="High">Where the last ends; 0: half the rate.</param>
    public sealed record MelFilter(int Mels, float Hertz, float Low = 0, float High = 0) : Op
    {
        double End => High > 0 ? High : Hertz / 2;

        protected override Tensor[] Define(Tensor[] inputs)
        {
            Tensor power = inputs[0];
            if (power.Shape.Rank != 3 || power.Shape[1] < 2 || Mels < 1 || !(Low >= 0 && Low < End && End <= Hertz / 2))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"{Name}: needs spectra [N, bins, T], a filter or more, and 0 <= low < high <= {Hertz / 2} hertz, ")
                    + FormattableString.Invariant($"received {power}, {Mels} filters, {Low} to {End}."));
            }

            return [Tensor.From(Triangles(power.Shape[1]), [Mels, power.Shape[1]]).MatMul(power)];
        }

        /// <summary>[mels, bins].</summary>
        float[] Triangles(int bins)
        {
            double[] corners = [.. Enumerable.Range(0, Mels + 2).Select(Corner)];
            double resolution = Hertz / (2.0 * (bins - 1));
            float[] weights = new float[Mels * bins];
            for (int i = 0; i < weights.Length; i++)
            {
                int mel = i / bins;
                double hertz = i % bins * resolution;
                double up = (hertz - corners[mel]) / (corners[mel + 1] - corners[mel]);
                double down = (corners[mel + 2] - hertz) / (corners[mel + 2] - corners[mel + 1]);
                weights[i] = (float)Math.Max(0, Math.Min(up, down));
            }

            return weights;
        }

        double Corner(int at) => ToHertz(ToMel(Low) + at * (ToMel(End) - ToMel(Low)) / (Mels + 1));

        static double ToMel(double hertz) => 1127 * Math.Log(1 + hertz / 700);

        static double ToHertz(double mel) => 700 * (Math.Exp(mel / 1127) - 1);
    }
}

namespace VkLearn
{
    public static class MelFilterSyntax
    {
        extension(Tensor power)
        {
            /// <summary>Power spectra [N, bins, T] through triangles on the mel scale, [N, mels, T].</summary>
            /// <param name="hertz">Samples a second of the wave.</param>
            /// <param name="low">Where the first begins, in hertz.</param>
            /// <param name="high">Where the last ends; 0: half the rate.</param>
            /// <exception cref="ArgumentException">They are no spectra, or a frequency is out of its range.</exception>
            public Tensor MelFilter(int mels, float hertz, float low = 0, float high = 0) =>
                new MelFilter(mels, hertz, low, high).Apply(power)[0];
        }
    }
}
