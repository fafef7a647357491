namespace VkLearn.Extension;

/// <summary>A limit and its negative in turn.</summary>
public sealed record Alternating(float Limit) : Initializer
{
    protected override float[] Make(Shape shape, uint seed, uint stream) =>
        [.. Enumerable.Range(0, (int)shape.Count).Select(i => i % 2 == 0 ? Limit : -Limit)];
}
