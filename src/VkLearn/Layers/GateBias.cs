namespace VkLearn.Layers;

/// <summary>Biases of gates [gates units]: uniform within a limit, but one gate's, which are all the same.</summary>
/// <param name="Gates">How many gates there are.</param>
/// <param name="Gate">The one of them, counted from 0.</param>
sealed record GateBias(float Limit, int Gates, int Gate, float Value) : Initializer
{
    protected override float[] Make(Shape shape, uint seed, uint stream)
    {
        float[] values = new UniformInitializer(Limit).Made(shape, seed, stream);
        int units = values.Length / Gates;
        Array.Fill(values, Value, Gate * units, units);
        return values;
    }
}
