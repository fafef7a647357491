namespace VkLearn.Tests.Learners.Patients;

/// <summary>Numbers for tests, the same every time.</summary>
static class Numbers
{
    public static float[] Normal(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
            (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble())))];
    }
}
