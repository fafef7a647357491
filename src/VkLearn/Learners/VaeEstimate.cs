using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Models;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// The likelihood of test items by a <see cref="Vae"/> from below: its bound by one sample an item, and the importance-weighted one.
/// </summary>
sealed class VaeEstimate : Estimate
{
    const int CodesAtOnce = 6400; // decoded in a pass, so that memory does not grow with the samples

    readonly Evaluator ofOne, ofMany;
    readonly Metric one, many;

    /// <param name="samples">For each item.</param>
    /// <param name="one">The learner's, which its test tells.</param>
    /// <param name="many">What is told of so many samples.</param>
    public VaeEstimate(GpuDevice gpu, Learner learner, Vae vae, Dataset test, int samples, Metric one, Metric many)
    {
        (this.one, this.many) = (one, many);
        ofOne = new Evaluator(gpu, learner, test);
        ofMany = new Evaluator(gpu, new ManySamples(vae, samples, many.Name), test, Math.Max(1, CodesAtOnce / samples));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(Recording Step, int Times)> Parts => [.. ofOne.Parts, .. ofMany.Parts];

    /// <inheritdoc/>
    public override void Begin()
    {
        ofOne.Begin();
        ofMany.Begin();
    }

    /// <inheritdoc/>
    public override EvaluationMetrics Read()
    {
        EvaluationMetrics tested = ofOne.Read();
        return new(new MetricValues(new(one, tested[one.Name]), new(many, ofMany.Read()[many.Name])), tested.Count);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        ofOne.Dispose();
        ofMany.Dispose();
    }

    /// <summary>Whose test is the importance-weighted bound; it learns nothing.</summary>
    sealed class ManySamples : Learner
    {
        readonly Vae vae;
        readonly int samples;
        readonly Metric bound;

        public ManySamples(Vae vae, int samples, string name) => (this.vae, this.samples, bound) = (vae, samples, Measure(name));

        protected override void Step(Batch batch, Stage stage) => throw new NotSupportedException("Only its test is asked for.");

        protected override void Test(Batch batch) => bound.Add(vae.ImportanceWeightedBound(batch.Input, samples));
    }
}
