namespace VkLearn.Layers;

/// <summary>A weight [2 units, units] by which a node is at first the mean of its children, but for numbers uniform within a limit (as the
/// code of Socher et al. 2013 has it).</summary>
sealed record ChildrenMean(float Limit) : Initializer
{
    protected override float[] Make(Shape shape, uint seed, uint stream)
    {
        float[] values = new UniformInitializer(Limit).Made(shape, seed, stream);
        int units = shape[1];
        for (int row = 0; row < 2 * units; row++)
        {
            values[row * units + row % units] += 0.5f;
        }

        return values;
    }
}
