using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners;

public sealed class TokenChoiceTests(GpuFixture fixture) : OpTests(fixture)
{
    static readonly float[] logits = [1.5f, -0.5f, 0.25f, 2, -30, 0.25f, 1];

    static double[] Softmax(IEnumerable<double> values)
    {
        double[] exponentials = [.. values.Select(Math.Exp)];
        return [.. exponentials.Select(value => value / exponentials.Sum())];
    }

    /// <summary>A hundred thousand draws lie within five deviations of what float64 says.</summary>
    [Theory, InlineData(1, 0, 1), InlineData(0.5f, 0, 1), InlineData(2, 3, 1), InlineData(1, 0, 0.7f), InlineData(1, 5, 0.8f)]
    public void TokensAreDrawnByTheirProbability(float temperature, int topK, float topP)
    {
        const int rows = 1000, replays = 100, draws = rows * replays;
        TokenChoice choice = new(temperature, topK, topP);
        Gpu.Seed(17);
        using Recording recording = Gpu.Record(() => choice.Of(Tensor.From(logits, [1, 7]).BroadcastTo([rows, 7])), training: false);
        double[] drawn = new double[7];
        for (int i = 0; i < replays; i++)
        {
            recording.Replay();
            foreach (float token in recording.Result.ToArray())
            {
                drawn[(int)token]++;
            }
        }

        double[] expected = Expected(temperature, topK, topP);
        Assert.All(expected.Zip(drawn), pair => Assert.InRange(Math.Abs(pair.Second / draws - pair.First), 0,
            5 * Math.Sqrt(pair.First * (1 - pair.First) / draws)));
    }

    static double[] Expected(float temperature, int topK, float topP)
    {
        double[] scaled = [.. logits.Select(logit => (double)logit / temperature)];
        double least = topK == 0 ? double.NegativeInfinity : scaled.OrderDescending().ElementAt(topK - 1);
        double[] probability = Softmax(scaled.Select(logit => logit < least ? double.NegativeInfinity : logit));
        double[] sorted = [.. probability.OrderDescending()];
        double kept = sorted[Enumerable.Range(0, 7).Last(i => sorted[..i].Sum() < topP)];
        double sum = probability.Where(one => one >= kept).Sum();
        return [.. probability.Select(one => one >= kept ? one / sum : 0)];
    }

    [Fact]
    public void WithoutTemperatureTheMostProbableIsTaken() => Assert.Equal([3, 1],
        Run(_ => new TokenChoice(Temperature: 0).Of(Tensor.From([0f, 1, 2, 3, -1, 5, 4, 4], [2, 4]))));

    [Fact]
    public void TheTemperatureCanBeTurned()
    {
        State temperature = new("temperature", [], 1e-3f);
        Assert.All(Run(_ => new TokenChoice().Of(Tensor.From(logits, [1, 7]).BroadcastTo([64, 7]), temperature)),
            token => Assert.Equal(3, token));
    }
}
