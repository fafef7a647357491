using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Models;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// The likelihood of test items by an <see cref="Rbm"/>: their free energy, and the partition function from both sides
/// (<see cref="AnnealedImportanceSampling"/>). Sampled forth it flatters, back it is too low; each with three standard deviations.
/// </summary>
sealed class RbmEstimate : Estimate
{
    const int Chains = 100;

    readonly GpuDevice gpu;
    readonly Rbm rbm;
    readonly Dataset test;
    readonly Func<float[]> means;
    readonly int items, distributions;
    readonly Metric energy;
    readonly (Metric LogLikelihood, Metric Error)[] told;
    readonly Evaluator evaluator;
    readonly List<AnnealedImportanceSampling> ways = [];

    /// <param name="means">How often each visible unit is on in the data, as far as is known when it begins.</param>
    /// <param name="items">How many items that is of.</param>
    /// <param name="energy">The learner's, which its test tells.</param>
    /// <param name="told">What is told of the way forth, and of that back.</param>
    public RbmEstimate(GpuDevice gpu, Learner learner, Rbm rbm, Dataset test, Func<float[]> means, int items, int distributions,
        Metric energy, params (Metric LogLikelihood, Metric Error)[] told)
    {
        (this.gpu, this.rbm, this.test, this.means, this.items) = (gpu, rbm, test, means, items);
        (this.distributions, this.energy, this.told) = (distributions, energy, told);
        evaluator = new Evaluator(gpu, learner, test);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(Recording Step, int Times)> Parts =>
        [.. evaluator.Parts, .. ways.Select(way => (way.Step, way.Steps))];

    /// <inheritdoc/>
    public override void Begin()
    {
        Clear();
        float[] bias = AnnealedImportanceSampling.BaseOf(means(), items);
        ways.Add(AnnealedImportanceSampling.Forward(gpu, rbm, bias, Chains, distributions));
        ways.Add(AnnealedImportanceSampling.Reverse(gpu, rbm, bias, FirstItems(), distributions));
        evaluator.Begin();
        ways.ForEach(way => way.Begin());
    }

    /// <inheritdoc/>
    public override EvaluationMetrics Read()
    {
        EvaluationMetrics tested = evaluator.Read();
        double logOfUnnormalized = -tested[energy.Name];
        return new(new MetricValues([.. ways.Zip(told).SelectMany(pair =>
        {
            LogPartition log = pair.First.Read();
            return new MetricValue[]
            {
                new(pair.Second.LogLikelihood, logOfUnnormalized - log.Value), new(pair.Second.Error, log.High - log.Value),
            };
        })]), tested.Count);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Clear();
        evaluator.Dispose();
    }

    void Clear()
    {
        ways.ForEach(way => way.Dispose());
        ways.Clear();
    }

    Tensor FirstItems()
    {
        Tensor first = test.First(gpu, Math.Min(Chains, test.Count));
        return Tensor.From(first.ToArray(), [first.Shape[0], rbm.Visible.Shape[0]]);
    }
}
