using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>
/// Images that were taken for another class than theirs, over the batches that it was shown, the latest first. A recording of its own that
/// looks at another's tensors where they lie, so that watching costs the other nothing.
/// </summary>
public sealed class Misclassified : IDisposable
{
    readonly State images, mistakes;
    readonly Recording step;

    /// <param name="images">[batch, ..item], where another recording leaves them; they must live longer, as must the rest.</param>
    /// <param name="label">Int32 [batch]; labels below 0 do not count.</param>
    /// <param name="prediction">Int32 [batch].</param>
    /// <param name="classes">Labels and predictions are below it.</param>
    /// <param name="count">How many are kept.</param>
    public Misclassified(GpuDevice gpu, Tensor images, Tensor label, Tensor prediction, int classes, int count)
    {
        Shape item = images.Shape.Without(0);
        (this.images, mistakes) = (new State("misclassified", [count, .. item]), new State("mistakes", [count], -1, DType.Int32));
        step = gpu.Record(() =>
        {
            Tensor isWrong = (1 - label.EqualTo(prediction)) * (Tensor.From([-1], []) < label);
            Tensor mistake = Where.Select(isWrong, label * Tensor.From([classes], []) + prediction, Tensor.From([-1], []));
            Tensor all = Concat.Of(0, mistake, mistakes);
            (Tensor index, Tensor isTaken) = First(all, count);
            this.images.Assign(Concat.Of(0, images, this.images).Gather(index) * isTaken.Reshape([count, .. item.Select(_ => 1)]));
            mistakes.Assign(Where.Select(isTaken, all.Gather(index), Tensor.From([-1], [])));
        }, training: false, name: "misclassified");
    }

    /// <summary>[count, ..item]; zeros where there are not so many yet.</summary>
    public TensorMemory Images => images.Memory!.Value;

    /// <summary>Int32 [count]: the label times the number of classes, plus the class it was taken for; -1 for none.</summary>
    public TensorMemory Mistakes => mistakes.Memory!.Value;

    /// <summary>Queues a look at the batch that is there now; once a batch.</summary>
    public void Look() => step.Replay();

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        images.Load(new float[images.Shape.Count]);
        float[] none = new float[mistakes.Shape.Count];
        none.AsSpan().Fill(-1);
        mistakes.Load(none);
    }

    public void Dispose() => step.Dispose();

    /// <summary>The indices of the first so many that are not negative, and 1 for each that there is, else 0: both [count].</summary>
    static (Tensor Index, Tensor IsTaken) First(Tensor values, int count)
    {
        int n = values.Cols;
        Tensor index = new Iota([n]).Apply()[0], isAny = Tensor.From([-1], []) < values;
        // How many there are before each: by a product with a triangle of ones.
        Tensor before = (index.Reshape([1, n]) < index.Reshape([n, 1])).MatMul(isAny.Reshape([n, 1])).Reshape([1, n]);
        Tensor wanted = new Iota([count, 1]).Apply()[0].Cast(DType.Float32);
        Tensor isChosen = before.EqualTo(wanted) * isAny.Reshape([1, n]);
        return ((isChosen * index.Cast(DType.Float32).Reshape([1, n])).Sum(-1).Cast(DType.Int32), isChosen.Sum(-1));
    }
}
