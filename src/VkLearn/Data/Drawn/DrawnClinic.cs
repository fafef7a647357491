namespace VkLearn.Data;

/// <summary>
/// Patients of a clinic that is made up, of whom it is known how well anybody could tell the sick from the healthy. Each is drawn from five
/// independent numbers e0 to e4 of mean 0 and deviation 1 (each the sum of four uniform ones): height in cm 170 + 9 e0, weight in kg
/// 72 + 0.8 (height - 170) + 11 e1, temperature in °C 37.2 + 0.6 e2, pulse in beats a minute 76 + 8 (temperature - 37.2) + 9 e3, and
/// systolic pressure in mmHg 128 + 0.4 (weight - 72) + 14 e4. The log odds of being sick are linear in what is measured:
/// z = -0.5 + 2.8 (temperature - 37.2) + 0.05 (pulse - 76) + 0.05 (pressure - 128) + 0.04 (weight - 72) - 0.05 (height - 170),
/// and each is sick with probability 1 / (1 + exp(-z)).
/// </summary>
public static class DrawnClinic
{
    const int Uniforms = 4; // of each number

    static readonly double[] middles = [170, 72, 37.2, 76, 128];
    static readonly double[] weights = [-0.05, 0.04, 2.8, 0.05, 0.05];
    const double Bias = -0.5;

    /// <summary>What is measured of a patient, in order.</summary>
    public static IReadOnlyList<string> Measured { get; } = ["height", "weight", "temperature", "pulse", "pressure"];

    public static IReadOnlyList<string> Classes { get; } = ["healthy", "sick"];

    /// <summary>Draws patients; each depends on the seed and its number alone.</summary>
    /// <returns>What is measured, [count, 5], and 1 for each that is sick.</returns>
    public static (float[] Measured, int[] Sick) Make(int count, uint seed)
    {
        int each = Measured.Count;
        (float[] measured, int[] sick) = (new float[count * each], new int[count]);
        double[] noise = new double[each];
        for (int i = 0; i < count; i++)
        {
            CounterRandom random = new(seed, (uint)i);
            for (int j = 0; j < each; j++)
            {
                noise[j] = random.Normal();
            }

            double[] patient = Of(noise);
            for (int j = 0; j < each; j++)
            {
                measured[i * each + j] = (float)patient[j];
            }

            sick[i] = random.Uniform() < 1 / (1 + Math.Exp(-LogOdds(patient))) ? 1 : 0;
        }

        return (measured, sick);
    }

    /// <summary>The log odds of being sick, of what is measured [5].</summary>
    public static double LogOdds(ReadOnlySpan<double> patient)
    {
        double odds = Bias;
        for (int j = 0; j < weights.Length; j++)
        {
            odds += weights[j] * (patient[j] - middles[j]);
        }

        return odds;
    }

    /// <summary>
    /// The share of patients that the best decision gets right: that by the log odds themselves, the mean of max(p, 1 - p), which no other
    /// can be better than (Bayes; Duda, Hart and Stork 2001, section 2.2). Integrated over the density of the log odds, which is that of a
    /// sum of 20 independent uniform numbers; right to 1e-5.
    /// </summary>
    public static double BestAccuracy()
    {
        const double step = 1 / 256.0, reach = 24; // beyond which no log odds come
        int middle = (int)(reach / step);
        double[] density = new double[2 * middle + 1];
        density[middle] = 1 / step; // no uniform number yet: all at one place
        double[] none = new double[middles.Length];
        double atNone = LogOdds(Of(none));
        for (int j = 0; j < middles.Length; j++)
        {
            double[] one = new double[middles.Length];
            one[j] = 1;
            double width = Math.Abs(LogOdds(Of(one)) - atNone) * Math.Sqrt(12.0 / Uniforms); // of each, for a deviation of 1 of their sum
            for (int uniform = 0; uniform < Uniforms; uniform++)
            {
                density = Spread(density, width / step);
            }
        }

        double right = 0;
        for (int i = 0; i < density.Length; i++)
        {
            double sick = 1 / (1 + Math.Exp(-(atNone + (i - middle) * step)));
            right += density[i] * step * Math.Max(sick, 1 - sick);
        }

        return right;
    }

    /// <summary>What is measured, of the five independent numbers.</summary>
    static double[] Of(double[] noise)
    {
        double height = 9 * noise[0], weight = 0.8 * height + 11 * noise[1], temperature = 0.6 * noise[2];
        double[] away = [height, weight, temperature, 8 * temperature + 9 * noise[3], 0.4 * weight + 14 * noise[4]];
        return [.. middles.Zip(away, (middle, by) => middle + by)];
    }

    /// <summary>The density after a uniform number is added: the mean over a width, in steps.</summary>
    static double[] Spread(double[] density, double width)
    {
        double[] sums = new double[density.Length + 1]; // up to the left edge of each cell
        for (int i = 0; i < density.Length; i++)
        {
            sums[i + 1] = sums[i] + density[i];
        }

        return [.. density.Select((_, i) => (Up(i + 0.5 + width / 2) - Up(i + 0.5 - width / 2)) / width)];

        double Up(double edge)
        {
            edge = Math.Clamp(edge, 0, density.Length);
            int whole = Math.Min((int)edge, density.Length - 1);
            return sums[whole] + (edge - whole) * density[whole];
        }
    }
}
