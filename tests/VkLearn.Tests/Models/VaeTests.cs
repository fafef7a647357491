using VkLearn.Layers;
using VkLearn.Models;
using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Models;

public sealed class VaeTests(GpuFixture fixture) : OpTests(fixture)
{
    const double Deviation = 0.8;

    // A linear decoder of one number to two: x = z Weight + Bias, and normal noise. What such x are is known exactly.
    static readonly double[] weight = [1.2, -0.7], bias = [0.5, -1], seen = [1.4, -2.1];

    static double Precision => 1 + (weight[0] * weight[0] + weight[1] * weight[1]) / (Deviation * Deviation); // of a code, given an item

    static double PosteriorMean =>
        weight.Zip(seen, bias).Sum(each => each.First * (each.Second - each.Third)) / (Deviation * Deviation) / Precision;

    [Theory, InlineData(1, 1), InlineData(7, 33)]
    public void TheDivergenceAgrees(int rows, int cols) => Check("Vae.KlDivergence",
        x => [Vae.KlDivergence(x[0], x[1])], Tolerance, Input.Of([rows, cols]), Input.Of([rows, cols]));

    [Fact]
    public void TheDivergenceIsThatOfNormals()
    {
        double[] means = [0, 1.5, -2], logs = [0, -1, 0.7];
        double[] each = [.. means.Zip(logs, (m, s) => -0.5 * (1 + s - m * m - Math.Exp(s)))]; // appendix B
        AssertClose([each.Sum()], Run(x => Vae.KlDivergence(x[0], x[1]), Row(means), Row(logs)));
    }

    [Theory, InlineData(1, 1), InlineData(7, 33)]
    public void GradientsGoThroughADrawnCode(int rows, int cols) => Check("Vae.Sample",
        x => [Vae.Sample(x[0], x[1])], new Tolerance(Forward: 1e-5), Input.Of([rows, cols]), Input.Of([rows, cols]));

    [Fact]
    public void DrawnCodesAreOfTheirDistribution()
    {
        const int rows = 16384;
        float[] codes = Run(x => Vae.Sample(x[0], x[1]), Tensor.Full([rows, 1], 1.5f), Tensor.Full([rows, 1], MathF.Log(0.25f)));
        Assert.InRange(codes.Average(), 1.5 - 4 * 0.5 / Math.Sqrt(rows), 1.5 + 4 * 0.5 / Math.Sqrt(rows));
        double variance = codes.Average(code => (code - 1.5) * (code - 1.5));
        Assert.InRange(variance, 0.25 * (1 - 4 * Math.Sqrt(2.0 / rows)), 0.25 * (1 + 4 * Math.Sqrt(2.0 / rows)));
    }

    /// <summary>By the true distribution of codes each weight is p(x) itself, however many there are.</summary>
    [Theory, InlineData(1), InlineData(5)]
    public void TheImportanceWeightedBoundOfATruePosteriorIsTheLikelihood(int samples)
    {
        double[] bounds = Bounds(samples, PosteriorMean, 1 / Precision, rows: 8);
        Assert.All(bounds, bound => Assert.InRange(bound, LogLikelihood() - 1e-4, LogLikelihood() + 1e-4));
    }

    /// <summary>By another distribution the bound lies so far below as that is from the true one, and many samples come near.</summary>
    [Fact]
    public void ManySamplesComeNearTheLikelihood()
    {
        const int rows = 4096;
        double mean = PosteriorMean + 0.3, variance = 2 / Precision, ratio = variance * Precision;
        double divergence = 0.5 * (ratio + 0.3 * 0.3 * Precision - 1 - Math.Log(ratio));
        double[] ofOne = Bounds(1, mean, variance, rows), ofMany = Bounds(50, mean, variance, rows);
        double error = 4 * Math.Sqrt(ofOne.Average(bound => Math.Pow(bound - ofOne.Average(), 2)) / rows);
        Assert.InRange(ofOne.Average(), LogLikelihood() - divergence - error, LogLikelihood() - divergence + error);
        Assert.InRange(ofMany.Average(), LogLikelihood() - 0.03, LogLikelihood());
        Assert.InRange(divergence, 0.2, 1);
    }

    [Fact]
    public void BitsAreAsLikelyAsTheirLogitsSay()
    {
        Vae vae = new(new Dense(2, 2), new Dense(1, 2), 1);
        double expected = -Math.Log(1 + Math.Exp(-2)) - Math.Log(1 + Math.Exp(-1)); // 1 by a logit of 2, 0 by one of -1
        AssertClose([expected], Run(x => vae.LogLikelihood(x[0], x[1]), Row(1, 0), Row(2, -1)));
    }

    /// <summary>What is known stays as it is; the rest is drawn around what is made of the item's code.</summary>
    [Theory, InlineData(Likelihood.Bernoulli), InlineData(Likelihood.Gaussian)]
    public void FillsInWhatIsNotKnown(Likelihood likelihood)
    {
        const int rows = 4096;
        Dense encoder = new(2, 2), decoder = new(1, 2);
        Vae vae = new(encoder, decoder, 1, likelihood, 0.5f);
        Tensor items = Tensor.From([.. Enumerable.Repeat(new[] { 1f, 0.25f }, rows).SelectMany(row => row)], [rows, 2]);
        Gpu.Seed(1);
        using Recording recording = Gpu.Record(() =>
        {
            (Tensor drawn, Tensor means) = vae.Impute(items, Tensor.From([1f, 0], [1, 2]));
            return [drawn, means];
        }, training: false);
        encoder.Weight.Load(new float[4]);
        decoder.Weight.Load(new float[2]);
        decoder.Bias!.Load([5, 0.4f]);
        recording.Replay();
        double mean = likelihood == Likelihood.Bernoulli ? 1 / (1 + Math.Exp(-0.4)) : 0.4;
        float[] drawn = recording.Results[0].ToArray(), means = recording.Results[1].ToArray();
        Assert.All(drawn.Concat(means).Where((_, i) => i % 2 == 0), known => Assert.Equal(1, known));
        Assert.All(means.Where((_, i) => i % 2 == 1), filled => Assert.Equal(mean, filled, 1e-6));
        Assert.InRange(drawn.Where((_, i) => i % 2 == 1).Average(), mean - 4 * 0.5 / Math.Sqrt(rows), mean + 4 * 0.5 / Math.Sqrt(rows));
    }

    /// <summary>Whatever the encoder makes, what is told is a number.</summary>
    [Fact]
    public void NothingOverflows()
    {
        Vae vae = new(new Identity(), new Dense(2, 4), 2);
        Tensor made = Tensor.From([0f, 0, 1e9f, -1e9f], [1, 4]);
        using Recording recording = Gpu.Record(() =>
        {
            (Tensor mean, Tensor logVariance) = vae.Posterior(made);
            Tensor[] told = [Vae.KlDivergence(mean, logVariance), Vae.Sample(mean, logVariance), vae.Decode(mean)];
            return told;
        }, training: false);
        recording.Replay();
        Assert.All(recording.Results.SelectMany(result => result.ToArray()), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void SaysWhatDoesNotFit()
    {
        Vae narrow = new(new Dense(4, 3), new Dense(2, 4), 2), wide = new(new Dense(4, 4), new Dense(2, 5), 2);
        Tensor items = Tensor.Ones([3, 4]);
        Assert.Equal("Vae: the encoder makes [3, 3], but a mean and a variance for each of 2 latent numbers are [3, 4]. "
            + "End it with outFeatures: 4.", Refused(() => narrow.Posterior(items)));
        Assert.Equal("Vae: the decoder makes [6, 5] for 6 items of 4 elements each. End it with outFeatures: 4.",
            Refused(() => wide.ImportanceWeightedBound(items, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Vae(new Dense(4, 4), new Dense(2, 4), 0));

        string Refused(Action trace) => Assert.Throws<ArgumentException>(
            () => Gpu.Record(() => { trace(); return items; }, training: false)).Message;
    }

    /// <summary>The bound of one item, drawn anew in each row, by this distribution of its code.</summary>
    double[] Bounds(int samples, double mean, double variance, int rows)
    {
        Dense encoder = new(2, 2), decoder = new(1, 2);
        Vae vae = new(encoder, decoder, 1, Likelihood.Gaussian, (float)Deviation);
        Tensor items = Tensor.From([.. Enumerable.Repeat(seen, rows).SelectMany(row => row).Select(x => (float)x)], [rows, 2]);
        Gpu.Seed(1);
        using Recording recording = Gpu.Record(() => vae.ImportanceWeightedBound(items, samples), training: false);
        encoder.Weight.Load(new float[4]);
        double raw = Vae.LogVarianceBound * Math.Atanh(Math.Log(variance) / Vae.LogVarianceBound);
        encoder.Bias!.Load([(float)mean, (float)raw]);
        decoder.Weight.Load([(float)weight[0], (float)weight[1]]);
        decoder.Bias!.Load([(float)bias[0], (float)bias[1]]);
        recording.Replay();
        return [.. recording.Result.ToArray().Select(bound => (double)bound)];
    }

    /// <summary>log N(x; bias, W'W + deviation²).</summary>
    static double LogLikelihood()
    {
        double noise = Deviation * Deviation, b = weight[0] * weight[1];
        (double a, double c) = (weight[0] * weight[0] + noise, weight[1] * weight[1] + noise);
        (double x, double y, double determinant) = (seen[0] - bias[0], seen[1] - bias[1], a * c - b * b);
        double square = (c * x * x - 2 * b * x * y + a * y * y) / determinant;
        return -0.5 * (square + Math.Log(determinant)) - Math.Log(2 * Math.PI);
    }

    static Tensor Row(params double[] values) => Tensor.From([.. values.Select(value => (float)value)], [1, values.Length]);
}
