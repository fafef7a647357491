namespace VkLearn.Layers;

/// <summary>
/// Biases of gates [gates units] by which units remember for differing times, up to some steps: that of the gate that keeps is log(u), u
/// uniform from 1 to the steps, and that of the gate that writes, where it is one of its own, less that, so that what is kept long is
/// written to little (Tallec and Ollivier 2018, section 2.4). The others are zeros.
/// </summary>
/// <param name="Keeps">The gate that keeps, counted from 0.</param>
/// <param name="Writes">The gate that writes; null: what is not kept is written.</param>
sealed record ChronoBias(int Steps, int Gates, int Keeps, int? Writes = null) : Initializer
{
    protected override float[] Make(Shape shape, uint seed, uint stream)
    {
        float[] random = new UniformInitializer(1).Made(shape, seed, stream), values = new float[random.Length];
        int units = values.Length / Gates;
        for (int unit = 0; unit < units; unit++)
        {
            values[Keeps * units + unit] = MathF.Log(1 + (random[unit] + 1) / 2 * (Steps - 1));
            if (Writes is { } writes)
            {
                values[writes * units + unit] = -values[Keeps * units + unit];
            }
        }

        return values;
    }
}
