using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Training;

/// <summary>
/// What a classifier takes each class for, over the batches that it was shown, the later the heavier. A recording of its own that looks at
/// another's logits and labels where they lie, so that watching costs the other nothing.
/// </summary>
public sealed class Confusion : IDisposable
{
    const float SmallestNormal = 1.17549435e-38f; // devices may take float.Epsilon, which is subnormal, for 0

    readonly State sums;
    readonly Recording step;

    /// <param name="logits">[batch, classes], returned or watched by another recording, which must live longer.</param>
    /// <param name="label">[batch], the same; labels below 0 do not count.</param>
    /// <param name="keep">What a batch before weighs against the next one.</param>
    public Confusion(GpuDevice gpu, Tensor logits, Tensor label, float keep = 0.98f)
    {
        int batch = logits.Rows, classes = logits.Cols;
        sums = new State("confusion", [classes, classes]);
        step = gpu.Record(() =>
        {
            Tensor known = new Iota([classes]).Apply()[0].Reshape([1, classes]), prediction = logits.ArgMax(-1);
            Tensor OneHot(Tensor index) => index.Reshape([batch, 1]).EqualTo(known);
            sums.Assign(sums.Value * keep + OneHot(label).Transpose().MatMul(OneHot(prediction)));
            return [prediction, sums.Value / sums.Value.Sum(-1, keepAxis: true).Maximum(SmallestNormal)];
        }, training: false, name: "confusion");
    }

    /// <summary>The class with the largest logit: [batch], Int32.</summary>
    public Tensor Prediction => step.Results[0];

    /// <summary>The share of each class (row) that is taken for each (column), from 0 to 1:
    /// [classes, classes]. Not seen yet: zeros.</summary>
    public Tensor Shares => step.Results[1];

    /// <summary>Queues a look at the batch that is there now.</summary>
    public void Look() => step.Replay();

    /// <summary>Forgets all batches.</summary>
    public void Clear() => sums.Load(new float[sums.Shape.Count]);

    public void Dispose() => step.Dispose();
}
