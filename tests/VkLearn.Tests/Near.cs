namespace VkLearn.Tests;

/// <summary>Floats are alike up to a relative error; NaN equals NaN.</summary>
sealed class Near(float error) : IEqualityComparer<float>
{
    public bool Equals(float a, float b) => a.Equals(b) || MathF.Abs(a - b) <= error * MathF.Max(MathF.Abs(a), MathF.Abs(b));

    public int GetHashCode(float value) => 0;
}
