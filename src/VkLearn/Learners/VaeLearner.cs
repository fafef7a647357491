using System.Globalization;
using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Has a <see cref="Vae"/> learn to make what it sees, by the evidence lower bound (Kingma and Welling 2014, equation 10), with one sample
/// an item. It shows <c>code</c>, the means of the batch's codes, and <c>reconstruction</c>, what is made of the drawn codes; it samples
/// <c>samples</c>, of codes that wander through the prior.
/// </summary>
public sealed class VaeLearner : Learner, IItemMaker
{
    const float Stay = 0.98f; // of a wandering code, from one step to the next

    readonly Vae vae;
    readonly Optimizer optimizer;
    readonly State? warmth;
    readonly int warmUp;
    readonly float beta;
    readonly Metric bound, reconstruction, divergence, weighted;
    readonly IReadOnlyList<Metric> qualities = [];
    Shape? item; // of its data, known once a step was traced

    /// <summary>Samples for each item of the importance-weighted bound that is estimated at the end; 0: it is not.</summary>
    public int ImportanceSamples { get; init; }

    /// <summary>How what it makes of codes of the prior is judged at the end; null: it is not.</summary>
    public SampleQuality? Quality
    {
        get;
        init => qualities = [.. ((field = value)?.Numbers ?? []).Select(number => Measure(number.Name, number.Unit))];
    }

    /// <param name="beta">What the divergence of codes from their prior weighs (Higgins et al. 2017); 1: the bound itself.</param>
    /// <param name="warmUp">Steps over which that weight rises evenly from 0, so that codes are used before they cost anything (Bowman et
    /// al. 2016; Sønderby et al. 2016); 0: it is there from the first.</param>
    public VaeLearner(Vae vae, Optimizer optimizer, float beta = 1, int warmUp = 0)
    {
        (this.vae, this.optimizer) = (Own("", vae), Own("optimizer", optimizer));
        (this.beta, this.warmUp) = (beta, warmUp);
        warmth = warmUp == 0 ? null : Own("warmth", new State("warmth", []));
        bound = Measure("elbo", "nats", Better.Higher);
        reconstruction = Measure("reconstruction", "nats");
        divergence = Measure("kl", "nats");
        weighted = Measure("importanceWeightedBound", "nats");
        Samplers = [SamplesOf(count: 64)];
    }

    public override IReadOnlyList<Sampler> Samplers { get; }

    public override IReadOnlyList<(string Name, string Value)> Settings =>
        [("beta", string.Create(CultureInfo.InvariantCulture, $"{beta}, over {warmUp} steps"))];

    protected override void Step(Batch batch, Stage stage)
    {
        item = Shape.Of(batch.Input.Shape.Sizes[1..]);
        (Tensor mean, Tensor logVariance) = vae.Posterior(batch.Input);
        Tensor made = vae.ToItems(Vae.Sample(mean, logVariance));
        Tensor likelihood = vae.LogLikelihood(batch.Input, made).Mean(), kl = Vae.KlDivergence(mean, logVariance).Mean();
        optimizer.Minimize(kl * Weight() - likelihood, of: vae);
        bound.Add(likelihood - kl);
        reconstruction.Add(-likelihood);
        divergence.Add(kl);
        Show("code", mean);
        Show("reconstruction", vae.MeanOf(made).Reshape(batch.Input.Shape));
    }

    protected override void Test(Batch batch)
    {
        (Tensor mean, Tensor logVariance) = vae.Posterior(batch.Input);
        Tensor likelihood = vae.LogLikelihood(batch.Input, vae.ToItems(Vae.Sample(mean, logVariance)));
        Tensor kl = Vae.KlDivergence(mean, logVariance);
        bound.Add(likelihood - kl);
        reconstruction.Add(-likelihood);
        divergence.Add(kl);
    }

    public override Estimate? EstimateOn(GpuDevice gpu, Splits data) => SeveralEstimates.Of(
        ImportanceSamples == 0 ? null : new VaeEstimate(gpu, this, vae, data.Test, ImportanceSamples, bound, weighted),
        Quality?.Of(gpu, this, data, qualities));

    /// <inheritdoc/>
    public Tensor MakeItems(int count) => InShape(vae.Decode(Tensor.Normal([count, vae.Latent])));

    /// <summary>What it makes of items [N, ..item], in their shape.</summary>
    public override Tensor Answer(Tensor items) => vae.Forward(items).Reshape(items.Shape);

    /// <summary>Items as they are in its data.</summary>
    Tensor InShape(Tensor made) => item is { } shape ? made.Reshape([made.Shape[0], .. shape]) : made;

    /// <summary>Of the divergence in this step.</summary>
    Tensor Weight()
    {
        if (warmth is null)
        {
            return beta;
        }

        Tensor now = (warmth.Value + 1f / warmUp).Minimum(1f);
        warmth.Assign(now);
        return now * beta;
    }

    /// <summary>Codes that each go a way of their own (Ornstein and Uhlenbeck 1930) on which they always are of the prior.</summary>
    Sampler SamplesOf(int count)
    {
        State codes = new("samples", [count, vae.Latent]), isBegun = new("samples begun", []);
        return new("samples", () =>
        {
            Tensor stay = isBegun.Value * Stay; // the first are drawn anew
            codes.Assign(codes.Value * stay + (1 - stay.Square()).Sqrt() * Tensor.Normal(codes.Shape));
            isBegun.Assign(Tensor.Ones([]));
            return new Dictionary<string, Tensor> { ["samples"] = InShape(vae.Decode(codes)) };
        }, () => isBegun.Load([0]));
    }

    static VaeLearner Read(Settings settings)
    {
        (Layer model, Optimizer optimizer) = (settings.Model("model"), settings.Optimizer("optimizer"));
        (float beta, int warmUp) = (settings.Float("beta", 1, min: 0), settings.Int("warmUp", 0, min: 0, max: 1 << 24));
        int samples = settings.Int("importanceSamples", 0, min: 0, max: 1 << 16);
        SampleQuality? quality = settings.Child("quality") is { } read ? Catalog<SampleQuality>.Read(read) : null;
        Vae vae = model as Vae ?? throw settings.Error(
            $"\"model\" must be of type Vae, which encodes to distributions; it is a {model.GetType().Name}.", "model");
        return new VaeLearner(vae, optimizer, beta, warmUp) { ImportanceSamples = samples, Quality = quality };
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("Vae",
        "Has a model of type Vae learn to make what it sees, by the evidence lower bound (Kingma and Welling 2014).", Read);
}
