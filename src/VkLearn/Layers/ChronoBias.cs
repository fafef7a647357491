namespace VkLearn.Layers;

/// <summary>
/// Biases of an LSTM's gates [4 units] by which its units remember for differing times, up to some steps: the forget gate's is log(u), u
/// uniform from 1 to the steps, the input gate's less that, so that what is kept long is written to little (Tallec and Ollivier 2018,
/// section 2.4). The others are zeros.
/// </summary>
sealed record ChronoBias(int Steps) : Initializer
{
    protected override float[] Make(Shape shape, uint seed, uint stream)
    {
        float[] values = new UniformInitializer(1).Made(shape, seed, stream);
        int units = values.Length / 4;
        for (int unit = 0; unit < units; unit++)
        {
            float forget = MathF.Log(1 + (values[unit] + 1) / 2 * (Steps - 1));
            (values[unit], values[units + unit]) = (-forget, forget);
        }

        Array.Clear(values, 2 * units, 2 * units);
        return values;
    }
}
