namespace VkLearn.Tests.Tracing;

/// <summary>Parameters and layers under one root, for tests that use them by hand.</summary>
sealed class Bag : Layer
{
    /// <summary>A parameter that begins with these values.</summary>
    public Parameter New(string name, Shape shape, params float[] values) => Add(name, shape, new Given(values));

    public T Layer<T>(string name, T layer) where T : Layer => Add(name, layer);

    protected override Tensor Apply(Tensor input) => input;

    sealed record Given(float[] Values) : Initializer
    {
        protected override float[] Make(Shape shape, uint seed, uint stream) => Values;
    }
}

static class Close
{
    /// <summary>Demands that floats agree to within rounding, relative to 1 or their size.</summary>
    public static void To(IEnumerable<double> expected, float[] actual, double tolerance = 1e-5)
    {
        double[] wanted = [.. expected];
        Xunit.Assert.Equal(wanted.Length, actual.Length);
        for (int i = 0; i < wanted.Length; i++)
        {
            bool close = Math.Abs(wanted[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(wanted[i]));
            Xunit.Assert.True(close, $"element {i}: expected {wanted[i]}, received {actual[i]}");
        }
    }
}
