using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>What a classifier takes each class for, over the batches that it was shown, the later the heavier.</summary>
/// <param name="classes">Labels and predictions are below it.</param>
/// <param name="keep">What a batch before weighs against the next one.</param>
public sealed class Confusion(int classes, float keep = 0.98f)
{
    const float SmallestNormal = 1.17549435e-38f; // devices may take float.Epsilon, which is subnormal, for 0

    readonly State sums = new("confusion", [classes, classes]);

    /// <summary>Adds a batch, in what is being traced.</summary>
    /// <param name="label">Int32 [N]; labels below 0 do not count.</param>
    /// <param name="prediction">Int32 [N].</param>
    /// <returns>The share of each class (row) that is taken for each (column), from 0 to 1: [classes, classes]. Not seen yet: zeros.
    /// </returns>
    public Tensor Add(Tensor label, Tensor prediction)
    {
        Tensor known = new Iota([classes]).Apply()[0].Reshape([1, classes]);
        Tensor OneHot(Tensor index) => index.Reshape([index.Cols, 1]).EqualTo(known);
        sums.Assign(sums.Value * keep + OneHot(label).Transpose().MatMul(OneHot(prediction)));
        return sums.Value / sums.Value.Sum(-1, keepAxis: true).Maximum(SmallestNormal);
    }

    /// <summary>How many items of each class there were, the later the heavier, with what was added in what is being traced: [classes].
    /// </summary>
    public Tensor Items => sums.Value.Sum(-1);

    /// <summary>Forgets all batches.</summary>
    public void Clear() => sums.Load(new float[sums.Shape.Count]);
}
