using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Losses;
using VkLearn.Models;
using VkLearn.Ops;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>What <see cref="DepthEstimate"/> tells: how many items of the test the others get right, and of each network the norm of its
/// first hidden layer's gradient by that of its last.</summary>
sealed record DepthMetrics(Metric SigmoidAccuracy, Metric ReluAccuracy, Metric SigmoidRatio, Metric ReluRatio, Metric ResidualRatio);

/// <summary>What became of networks that do not learn: <see cref="DepthMetrics"/>.</summary>
sealed class DepthEstimate : Estimate
{
    const int Batch = 250;

    readonly Dataset test;
    readonly DepthMetrics told;
    readonly State hits = new("hits", [2]), seen = new("seen", [1]), ratios = new("ratios", [3]);
    readonly Recording judge, differentiate;
    readonly int batches;

    public DepthEstimate(GpuDevice gpu, DeepMlp sigmoid, DeepMlp relu, DeepMlp residual, Dataset test, DepthMetrics told)
    {
        (this.told, this.test) = (told, test.Take(isTraining: false));
        int batch = Math.Min(Batch, test.Count);
        batches = test.Count / batch;
        judge = gpu.Record(() =>
        {
            (Tensor items, Tensor label) = this.test.NextBatch(batch);
            hits.Assign(hits.Value + Primitives.Concat.Of(0, [.. new[] { sigmoid, relu }
                .Select(net => net.Forward(items).Hits(label).Sum().Reshape([1]))]));
            seen.Assign(seen.Value + batch);
        }, training: false, name: "others judged");
        differentiate = gpu.Record(() =>
        {
            (Tensor items, Tensor label) = this.test.NextBatch(batch);
            ratios.Assign(Primitives.Concat.Of(0, [.. new[] { sigmoid, relu, residual }.Select(net => RatioOf(net, items, label))]));
        }, training: false, name: "gradients along the depth");
    }

    /// <summary>[1]; 0 where no gradient is left.</summary>
    static Tensor RatioOf(DeepMlp net, Tensor items, Tensor label)
    {
        Tensor norms = new DepthProfile(net, most: 2).Gradients(Loss.SoftmaxCrossEntropy(net.Forward(items), label));
        return norms.Slice(0, 0, 1) / norms.Slice(0, norms.Shape[0] - 1, 1).Maximum(1e-30f);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(Recording Step, int Times)> Parts => [(judge, batches), (differentiate, 1)];

    /// <inheritdoc/>
    public override void Begin()
    {
        hits.Load(new float[2]);
        seen.Load(new float[1]);
    }

    /// <inheritdoc/>
    public override EvaluationMetrics Read()
    {
        float[] right = hits.ToArray(), ratio = ratios.ToArray();
        float count = seen.ToArray()[0];
        return new(new MetricValues(
        [
            new(told.SigmoidAccuracy, right[0] / count), new(told.ReluAccuracy, right[1] / count),
            new(told.SigmoidRatio, ratio[0]), new(told.ReluRatio, ratio[1]), new(told.ResidualRatio, ratio[2]),
        ]), (int)count);
    }

    public override void Dispose()
    {
        judge.Dispose();
        differentiate.Dispose();
        test.GiveBack(isTraining: false);
        foreach (State state in (State[])[hits, seen, ratios])
        {
            state.Dispose();
        }
    }
}
