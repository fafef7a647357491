namespace VkLearn.Learners;

/// <summary>What a generator makes its items of.</summary>
public enum LatentNoise
{
    /// <summary>Numbers of the standard normal.</summary>
    Normal,

    /// <summary>Numbers from -1 to 1 (Radford et al. 2016).</summary>
    Uniform,
}

static class LatentNoiseSyntax
{
    extension(LatentNoise noise)
    {
        public Tensor Draw(Shape shape) => noise == LatentNoise.Normal ? Tensor.Normal(shape) : Tensor.Uniform(shape) * 2 - 1;
    }
}
