using VkLearn.Gpu;
using VkLearn.Learners;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Learners.Patients;

[Collection("gpu")]
public sealed class RiskModelsTests(GpuFixture fixture)
{
    const int Features = 3;

    readonly GpuDevice gpu = fixture.Gpu;

    /// <summary>Against float64, also where a score is large.</summary>
    [Fact]
    public void LossesAreThoseOfTheirModels()
    {
        float[] scores = [-40, -1.5f, -0.2f, 0, 0.3f, 1.2f, 50], sick = [1, 0, 1, 0, 1, 0, 0];
        using Recording recording = gpu.Record(() =>
        {
            Tensor score = Tensor.From(scores, [1, 7]);
            return RiskModels.Losses([score, score, score], Tensor.From(sick, [1, 7]));
        }, training: false);
        recording.Replay();
        float[][] losses = [.. recording.Results.Select(result => result.ToArray())];
        for (int i = 0; i < scores.Length; i++)
        {
            double s = scores[i], y = sick[i], entropy = Math.Log(1 + Math.Exp(-Math.Abs(s))) + Math.Max(s, 0) - y * s;
            Assert.Equal(entropy, losses[0][i], 1e-5 * Math.Max(1, entropy));
            Assert.Equal(losses[0][i], losses[2][i]);
            double hinge = Math.Pow(Math.Max(0, 1 - (2 * y - 1) * s), 2);
            Assert.Equal(hinge, losses[1][i], 1e-5 * Math.Max(1, hinge));
        }
    }

    /// <summary>Where all of them have learned, the gradient of each objective is 0: that of the mean loss is less the penalty's share.
    /// </summary>
    [Fact]
    public void NetworksSideBySideLearnAsIfAlone()
    {
        const int rows = 60;
        double bias = 0; // of who learned last
        float[] x = Numbers.Normal(rows * Features, seed: 1), noise = Numbers.Normal(rows, seed: 2);
        float[] sick = [.. noise.Select((value, i) => x[i * Features] - x[i * Features + 1] + value > 0 ? 1f : 0f)];
        float[] counted = [.. Enumerable.Range(0, 2 * rows).Select(i => i % rows % 2 == i / rows ? 1f : 0f)]; // each its own half
        float[] together = Learn(2, counted), second = Learn(1, counted[rows..]), first = Learn(1, counted[..rows]);
        Assert.Equal(first, together[..Features], new Near(2e-3f));
        Assert.Equal(second, together[Features..], new Near(2e-3f));
        Assert.NotEqual(first, second, new Near(2e-2f));

        // The gradient of the logistic model's objective, in float64.
        for (int j = 0; j < Features; j++)
        {
            double gradient = first[j] * 0.5;
            for (int i = 0; i < rows; i += 2)
            {
                double score = bias + Enumerable.Range(0, Features).Sum(f => x[i * Features + f] * (double)first[f]);
                gradient += (1 / (1 + Math.Exp(-score)) - sick[i]) * x[i * Features + j];
            }

            Assert.Equal(0, gradient / 30, 2e-3);
        }

        float[] Learn(int networks, float[] counts)
        {
            gpu.Seed(1);
            using RiskModels models = new(networks, Features, 2, [0.5f, 0.5f, 0.5f]);
            using Adam adam = new(0.02f);
            using Recording step = gpu.Record(() =>
            {
                Tensor of = Tensor.From([.. Enumerable.Repeat(x, networks).SelectMany(one => one)], [networks, rows, Features]);
                Tensor counted = Tensor.From(counts, [networks, rows]);
                Tensor[] losses = RiskModels.Losses(models.Scores(of), Tensor.From(sick, [1, rows]));
                adam.Minimize(models.Objective(losses, counted, counted.Sum(1)), of: models);
            }, training: true);
            step.Replay(3000);
            bias = models.Parameters[1].ToArray()[0];
            return models.Parameters[0].ToArray();
        }
    }

    /// <summary>Of a linear model the numbers and the bias are the score itself; of the perceptron they are the slope times the number,
    /// against differences.</summary>
    [Fact]
    public void ContributionsAreInputTimesGradient()
    {
        gpu.Seed(2);
        using RiskModels models = new(1, Features, 4, [1, 1, 1]);
        float[] patient = [0.7f, -1.2f, 0.4f];
        const float step = 1e-2f;
        float[] nudged = [.. Enumerable.Range(0, 2 * Features).SelectMany(i => patient.Select((value, j) =>
            value + (j == i / 2 ? (i % 2 == 0 ? step : -step) : 0)))];
        using Recording recording = gpu.Record(() => [models.Contributions(Tensor.From(patient, [1, Features])),
            .. models.Scores(Tensor.From(nudged, [1, 2 * Features, Features]))], training: false);
        recording.Replay();
        float[] contributions = recording.Results[0].ToArray();
        float[] weights = models.Parameters[0].ToArray();
        for (int j = 0; j < Features; j++)
        {
            Assert.Equal(patient[j] * weights[j], contributions[j * 3], 1e-5f);
            for (int model = 0; model < 3; model++)
            {
                float[] scores = recording.Results[1 + model].ToArray();
                double slope = (scores[2 * j] - scores[2 * j + 1]) / (2 * step);
                Assert.Equal(slope * patient[j], contributions[j * 3 + model], 2e-3);
            }
        }
    }

    [Fact]
    public void EachHasAPenalty() => Assert.Contains("a penalty for each of logistic, svm, mlp is needed, received 2",
        Assert.Throws<ArgumentException>(() => new RiskModels(1, 2, 3, [1, 1])).Message);
}
