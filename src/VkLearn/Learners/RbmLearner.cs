using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Has an <see cref="Rbm"/> learn to dream what it sees, by contrastive divergence (Hinton 2002) or by persistent chains (Tieleman 2008),
/// with the centred gradient (Cho et al. 2011; Montavon and Mueller 2012; as Melchior et al. 2016 have it, of the plain machine's own
/// parameters). It shows <c>dream</c>, the means of what the chains see, <c>hiddenProbabilities</c> of the batch, and samples
/// <c>dreams</c>.
/// </summary>
public sealed class RbmLearner : Learner
{
    readonly Rbm rbm;
    readonly IReadOnlyList<RbmPhase> phases;
    readonly Sgd[] optimizers;
    readonly State? chains;
    readonly CentredGradient gradient;
    readonly Metric reconstruction, freeEnergy, pseudoLikelihood;
    readonly (Metric LogLikelihood, Metric Error) forth, back;

    /// <summary>Machines on the way of the estimate of its likelihood; 0: none is made.</summary>
    public int Distributions { get; init; }

    /// <param name="phases">One after the other; the last goes on as long as the run.</param>
    /// <param name="chains">Chains that go on from step to step, with an own number: fantasy particles; 0: each step begins at the data.
    /// </param>
    /// <param name="weightDecay">Of the weights, not of the biases.</param>
    /// <param name="sparsity">How often a hidden unit should be on; it is drawn there by <paramref name="sparsityCost"/> (Hinton 2010,
    /// section 11).</param>
    public RbmLearner(Rbm rbm, Schedule learningRate, IReadOnlyList<RbmPhase> phases, int chains = 0, float weightDecay = 0,
        float sparsity = 0.1f, float sparsityCost = 0)
    {
        this.phases = phases;
        this.rbm = Own("", rbm);
        gradient = new CentredGradient(rbm, weightDecay, sparsity, sparsityCost);
        optimizers = [.. phases.Select((phase, i) =>
            Own(phases.Count == 1 ? "optimizer" : $"optimizer{i + 1}", new Sgd(learningRate, phase.Momentum)))];
        foreach (State state in gradient.States)
        {
            Own(state.Name, state);
        }

        this.chains = chains == 0 ? null : Own("chains", new State("chains", [chains, rbm.Visible.Shape[0]]));
        Stages = [.. phases.Select((phase, i) => phase.Stage(i, chains > 0))];
        reconstruction = Measure("reconstructionError", better: Better.Lower);
        freeEnergy = Measure("freeEnergy", "nats");
        pseudoLikelihood = Measure("pseudoLikelihood", "nats", Better.Higher);
        forth = (Measure("aisLogLikelihood", "nats"), Measure("aisThreeSigma", "nats"));
        back = (Measure("raiseLogLikelihood", "nats"), Measure("raiseThreeSigma", "nats"));
        Samplers = [DreamsOf(count: 64)];
    }

    public override IReadOnlyList<Stage> Stages { get; }

    public override IReadOnlyList<Sampler> Samplers { get; }

    public override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("phases", string.Join("; ", phases)), ("chains", $"{chains?.Shape[0] ?? 0}"),
        ("sparsity", $"{gradient}"),
    ];

    protected override void Step(Batch batch, Stage stage)
    {
        int phase = Stages.TakeWhile(other => other != stage).Count();
        Tensor seen = batch.Input.Flatten();
        gradient.Begin(seen);
        Tensor toHidden = rbm.ToHidden(seen), hidden = rbm.HiddenMeans(toHidden);
        (Tensor chain, Tensor dream) = rbm.Gibbs(chains?.Value ?? seen, phases[phase].Steps);
        Tensor reconstructed = chains is null && phases[phase].Steps == 1 ? dream : rbm.Reconstruct(hidden);
        chains?.Assign(chain);
        gradient.Apply(optimizers[phase], seen, hidden, chain, rbm.Forward(chain));
        reconstruction.Add((reconstructed - seen).Square().Sum(1).Mean());
        freeEnergy.Add(rbm.FreeEnergy(seen, toHidden).Mean());
        Show("dream", dream.Reshape([dream.Shape[0], .. batch.Input.Shape.Sizes[1..]]));
        Show("hiddenProbabilities", hidden);
    }

    protected override void Test(Batch batch)
    {
        Tensor seen = batch.Input.Flatten(), toHidden = rbm.ToHidden(seen), energy = rbm.FreeEnergy(seen, toHidden);
        reconstruction.Add((rbm.Reconstruct(rbm.HiddenMeans(toHidden)) - seen).Square().Sum(1));
        freeEnergy.Add(energy);
        if (rbm.IsBinary)
        {
            pseudoLikelihood.Add(PseudoLikelihood(seen, energy));
        }
    }

    public override Estimate? EstimateOn(GpuDevice gpu, Dataset test) => Distributions == 0 || !rbm.IsBinary ? null
        : new RbmEstimate(gpu, this, rbm, test, gradient.SeenMean.ToArray, test.Count, Distributions, freeEnergy, forth, back);

    /// <summary>What it makes of items [N, ..item], in their shape.</summary>
    public override Tensor Answer(Tensor items) => rbm.Reconstruct(rbm.Forward(items.Flatten())).Reshape(items.Shape);

    /// <summary>Of each item the log of the product of each unit's probability given all others, estimated by one unit drawn at random
    /// (Besag 1975): [N].</summary>
    Tensor PseudoLikelihood(Tensor seen, Tensor energy)
    {
        int units = seen.Shape[1];
        Tensor drawn = (Tensor.Uniform([seen.Shape[0]]) * units).Floor().Cast(DType.Int32);
        Tensor flipped = seen + drawn.OneHot(units) * (1 - seen * 2);
        return (rbm.FreeEnergy(flipped) - energy).LogSigmoid() * units;
    }

    /// <summary>Chains of its own that only dream.</summary>
    Sampler DreamsOf(int count)
    {
        State seen = new("dreams", [count, rbm.Visible.Shape[0]]);
        return new("dreams", () =>
        {
            (Tensor next, Tensor means) = rbm.Gibbs(seen, 1);
            seen.Assign(next);
            return new Dictionary<string, Tensor> { ["dream"] = means };
        });
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("Rbm",
        "A restricted Boltzmann machine: learns to dream what it sees (Hinton 2002; Tieleman 2008).",
        settings => new RbmLearner(
            new Rbm(settings.Int("visibleUnits", min: 1), settings.Int("hiddenUnits", min: 1),
                settings.OneOf<VisibleUnits>("visible", VisibleUnits.Binary)),
            Schedule.Read(settings), RbmPhase.ReadAll(settings), settings.Int("chains", 0, min: 0, max: 1 << 20),
            settings.Float("weightDecay", 0, min: 0), settings.Float("sparsity", 0.1f, min: 0, max: 1),
            settings.Float("sparsityCost", 0, min: 0))
        {
            Distributions = settings.Int("distributions", 0, min: 0, max: 1_000_000),
        });
}
