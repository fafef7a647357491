using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Learners;

/// <summary>
/// Images that were taken for another class than theirs, over the batches that it was shown, the latest first. A recording of its own that
/// looks at another's tensors where they lie, so that watching costs the other nothing.
/// </summary>
public sealed class Misclassified : IDisposable
{
    readonly State images, labels, predictions;
    readonly Recording step;

    /// <param name="images">[batch, ..item], where another recording leaves them; they must live longer, as must the rest.</param>
    /// <param name="label">Int32 [batch]; labels below 0 do not count.</param>
    /// <param name="prediction">Int32 [batch].</param>
    /// <param name="count">How many are kept.</param>
    public Misclassified(GpuDevice gpu, Tensor images, Tensor label, Tensor prediction, int count)
    {
        Shape item = images.Shape.Without(0);
        this.images = new State("misclassified", [count, .. item]);
        (labels, predictions) = (new State("their labels", [count], -1, DType.Int32), new State("taken for", [count], -1, DType.Int32));
        step = gpu.Record(() =>
        {
            Tensor isWrong = (1 - label.EqualTo(prediction)) * (Tensor.From([-1], []) < label);
            Tensor none = Tensor.From([-1], []), all = Concat.Of(0, Where.Select(isWrong, label, none), labels);
            Tensor taken = Concat.Of(0, prediction, predictions);
            (Tensor index, Tensor isTaken) = First(all, count);
            this.images.Assign(Concat.Of(0, images, this.images).Gather(index) * isTaken.Reshape([count, .. item.Select(_ => 1)]));
            labels.Assign(Where.Select(isTaken, all.Gather(index), none));
            predictions.Assign(Where.Select(isTaken, taken.Gather(index), none));
        }, training: false, name: "misclassified");
    }

    /// <summary>[count, ..item]; zeros where there are not so many yet.</summary>
    public TensorMemory Images => images.Memory!.Value;

    /// <summary>Int32 [count]: the class that each is of; -1 for none.</summary>
    public TensorMemory Labels => labels.Memory!.Value;

    /// <summary>Int32 [count]: the class that each was taken for; -1 for none.</summary>
    public TensorMemory Predictions => predictions.Memory!.Value;

    /// <summary>Queues a look at the batch that is there now; once a batch.</summary>
    public void Look() => step.Replay();

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        images.Load(new float[images.Shape.Count]);
        float[] none = new float[labels.Shape.Count];
        none.AsSpan().Fill(-1);
        labels.Load(none);
        predictions.Load(none);
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
