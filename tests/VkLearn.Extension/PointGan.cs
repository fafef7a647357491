using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Losses;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Extension;

/// <summary>
/// A generative adversarial network for points (Goodfellow et al. 2014, algorithm 1, with the non-saturating loss of section 3): several
/// updates of the critic, each on points of its own, and then one of the generator, all in one recorded step.
/// </summary>
public sealed class PointGan : Learner
{
    const int CriticUpdates = 5;

    readonly Layer generator, critic;
    readonly Optimizer ofGenerator, ofCritic;
    readonly int latent;
    readonly float[] noise;
    readonly Metric criticLoss, generatorLoss, near;

    /// <param name="generator">[N, latent] to points [N, 2].</param>
    /// <param name="critic">[N, 2] to logits [N, 1]: above 0 for what is taken as real.</param>
    public PointGan(Layer generator, Layer critic, Optimizer ofGenerator, Optimizer ofCritic, int latent)
    {
        (this.generator, this.critic, this.latent) = (Own("generator", generator), Own("critic", critic), latent);
        (this.ofGenerator, this.ofCritic) = (Own("generatorOptimizer", ofGenerator), Own("criticOptimizer", ofCritic));
        Random random = new(1);
        noise = [.. Enumerable.Range(0, 64 * latent).Select(_ => (float)(2 * random.NextDouble() - 1))];
        criticLoss = Measure("criticLoss", "nats");
        generatorLoss = Measure("generatorLoss", "nats");
        near = Measure("near", "%", Better.Higher);
    }

    public override int BatchesPerStep => CriticUpdates;

    protected override void Step(Batch batch, Stage stage)
    {
        for (int i = 0; i < CriticUpdates; i++)
        {
            Tensor real = (i == 0 ? batch : batch.Next())["point"], made = Sample(batch.Count).Detach();
            Tensor loss = Loss.BinaryCrossEntropy(critic.Forward(real), 1) + Loss.BinaryCrossEntropy(critic.Forward(made), 0);
            ofCritic.Minimize(loss, of: critic);
            criticLoss.Add(loss);
        }

        Tensor fake = Sample(batch.Count), fooled = Loss.BinaryCrossEntropy(critic.Forward(fake), 1);
        ofGenerator.Minimize(fooled, of: generator);
        generatorLoss.Add(fooled);
        Show("fake", fake);
        Show("real", batch["point"]);
    }

    /// <summary>Which share of what it makes lies within three deviations of a centre.</summary>
    protected override void Test(Batch batch)
    {
        Tensor away = Sample(batch.Count).Reshape([batch.Count, 1, 2]) - Tensor.From(PointSource.Centers, [1, PointSource.Count, 2]);
        Tensor nearest = (-away.Square().Sum(-1)).Max(-1);
        near.Add(nearest > -9 * PointSource.Deviation * PointSource.Deviation);
    }

    /// <summary>The points that the same noise becomes as it learns.</summary>
    public override IReadOnlyList<Sampler> Samplers =>
        [new("fixed", () => new Dictionary<string, Tensor> { ["points"] = generator.Forward(Tensor.From(noise, [64, latent])) })];

    Tensor Sample(int count) => generator.Forward(Tensor.Normal([count, latent]));

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("PointGan",
        "Two models: one makes points, the other tells them from real ones.",
        settings => new PointGan(settings.Model("generator"), settings.Model("critic"), settings.Optimizer("generatorOptimizer"),
            settings.Optimizer("criticOptimizer"), settings.Int("latent", 2, min: 1)));
}

/// <summary>Points around four centres in the plane.</summary>
public sealed class PointSource(int train) : DataSource
{
    public const float Deviation = 0.1f;

    /// <summary>x and y of each.</summary>
    public static readonly float[] Centers = [1, 0, 0, 1, -1, 0, 0, -1];

    public static int Count => Centers.Length / 2;

    public override string Loading => $"drawing {train} points";

    public override IReadOnlyList<Field> Fields => [Make(1, 1).Fields[0]];

    protected override Splits Make() => new(Make(train, 1), Make(1000, 2));

    static Dataset Make(int count, int seed)
    {
        Random random = new(seed);
        float[] points = new float[2 * count];
        for (int i = 0; i < points.Length; i++)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            points[i] = Centers[i / 2 % Count * 2 + i % 2] + (float)(Deviation * normal);
        }

        return Dataset.Of(seed == 1 ? "train" : "test", new Column("point", points, [2], new Meaning.Quantity()));
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("Points", "Points around four centres in the plane.",
        settings => new PointSource(settings.Int("train", 4000, min: 1)));
}
