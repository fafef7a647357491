using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Tests.Compile;
using Xunit;

namespace VkLearn.Tests.Learners;

[Collection("gpu")]
public sealed class PlayersTests(PlainGpu gpu)
{
    /// <summary>Of samples the range of the noise, or its deviation, is less; its kinds are drawn as ever.</summary>
    [Theory, InlineData(LatentNoise.Uniform, 0.577), InlineData(LatentNoise.Normal, 1)]
    public void SamplesAreDrawnOfLessNoise(LatentNoise noise, double deviation)
    {
        Players players = new Players(new Identity(), new Identity(), Latent: 12) { Noise = noise, Kinds = 4, Truncation = 0.5f };
        using Recording recording = gpu.Gpu.Record(() => [players.Draw(3000), players.DrawSamples(3000)]);
        recording.Replay();
        foreach ((Tensor drawn, double scale) in recording.Results.Zip([1, 0.5]))
        {
            float[][] rows = [.. drawn.ToArray().Chunk(12)];
            double squares = rows.SelectMany(row => row[..8]).Average(value => (double)value * value);
            Assert.InRange(Math.Sqrt(squares), 0.96 * scale * deviation, 1.04 * scale * deviation);
            Assert.All(rows, row => Assert.Equal([0, 0, 0, 1], row[8..].Order()));
            Assert.All(Enumerable.Range(8, 4), kind => Assert.InRange(rows.Average(row => row[kind]), 0.21, 0.29));
        }
    }
}
