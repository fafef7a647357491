using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class DrawnMemoryTests(GpuFixture fixture)
{
    [Theory, InlineData(2), InlineData(7), InlineData(200)]
    public void OneNumberInEachHalfIsMarkedAndTheirSumAsked(int steps)
    {
        Dataset data = new DrawnMemorySource(MemoryProblem.Adding, steps, 50, 1, 1).Load(fixture.Gpu).Train;
        (float[] inputs, float[] targets) = (data.Read("input"), data.Read("target"));
        for (int item = 0; item < 50; item++)
        {
            float[] input = inputs[(2 * item * steps)..(2 * (item + 1) * steps)];
            int[] marked = [.. Enumerable.Range(0, steps).Where(step => input[2 * step + 1] == 1)];
            Assert.Equal(2, marked.Length);
            Assert.True(marked[0] < steps / 2 && marked[1] >= steps / 2);
            Assert.Equal(targets[item], marked.Sum(step => input[2 * step]));
        }

        Assert.InRange(inputs.Where((_, i) => i % 2 == 0).Average(), 0.4f, 0.6f);
    }

    [Fact]
    public void SymbolsAreAskedForAfterTheBlankSteps()
    {
        Dataset data = new DrawnMemorySource(MemoryProblem.Copy, 30, 20, 1, 1).Load(fixture.Gpu).Train;
        (float[] inputs, float[] labels) = (data.Read("input"), data.Read("label"));
        int[] symbols = [.. inputs.Chunk(10).Select(one => Array.IndexOf(one, 1f))];
        foreach ((int[] input, float[] label) in symbols.Chunk(50).Zip(labels.Chunk(50)))
        {
            Assert.All(input[..10], symbol => Assert.InRange(symbol, 0, 7));
            Assert.Equal([.. Enumerable.Repeat(8, 30), 9, .. Enumerable.Repeat(8, 9)], input[10..]);
            Assert.Equal([.. Enumerable.Repeat(-1f, 40), .. input[..10].Select(symbol => (float)symbol)], label);
        }
    }
}
