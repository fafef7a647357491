namespace VkLearn.Data;

/// <summary>A sound of one channel.</summary>
/// <param name="Samples">From -1 to 1.</param>
/// <param name="Hertz">Samples a second.</param>
sealed record Sound(float[] Samples, int Hertz)
{
    const int Lobes = 16; // zero crossings of the sinc on each side, at the lower of both rates

    /// <summary>The same at another rate: a sinc under a Hann window, which lets through what both rates can tell.</summary>
    public Sound At(int hertz)
    {
        if (hertz == Hertz)
        {
            return this;
        }

        double step = (double)Hertz / hertz, cutoff = Math.Min(1, 1 / step), reach = Lobes / cutoff;
        float[] made = new float[(int)Math.Round(Samples.Length / step)];
        for (int i = 0; i < made.Length; i++)
        {
            double at = i * step, sum = 0;
            int last = Math.Min(Samples.Length - 1, (int)Math.Floor(at + reach));
            for (int from = Math.Max(0, (int)Math.Ceiling(at - reach)); from <= last; from++)
            {
                double distance = from - at;
                sum += Samples[from] * Sinc(distance * cutoff) * (0.5 + 0.5 * Math.Cos(Math.PI * distance / reach));
            }

            made[i] = (float)(sum * cutoff);
        }

        return new Sound(made, hertz);
    }

    static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>Its samples brought to a length: the stretch in which most is heard, or all, and silence behind.</summary>
    /// <returns>How many of them are its own.</returns>
    public int CopyTo(Span<float> item)
    {
        int length = Math.Min(item.Length, Samples.Length);
        Samples.AsSpan(Loudest(length), length).CopyTo(item);
        return length;
    }

    /// <summary>Where the loudest stretch of a length begins.</summary>
    int Loudest(int length)
    {
        double energy = 0, most = 0;
        int begin = 0;
        for (int end = 0; end < Samples.Length; end++)
        {
            energy += (double)Samples[end] * Samples[end];
            energy -= end < length ? 0 : (double)Samples[end - length] * Samples[end - length];
            if (end >= length - 1 && energy > most)
            {
                (most, begin) = (energy, end - length + 1);
            }
        }

        return begin;
    }
}
