using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Engine.Behaviours;

/// <summary>
/// The batch of a step with what it was taken for. Kept apart from the step's own tensors, so that all of it is of one step also while the
/// next one is under way in parts.
/// </summary>
sealed class BatchLook : IDisposable
{
    public const string Item = "batch", Label = "label", Logits = "output", Prediction = "prediction", Percent = "confusion";

    readonly Confusion confusion;
    readonly Recording copy;
    readonly State item, label, percent;

    /// <param name="step">Watches <see cref="Watched"/>; it must live longer.</param>
    public BatchLook(GpuDevice gpu, Recording step)
    {
        (Tensor items, Tensor labels) = (step.Watches[Item], step.Watches[Label]);
        confusion = new Confusion(gpu, step.Watches[Logits], labels);
        (item, label) = (new State("shown batch", items.Shape), new State("shown labels", labels.Shape, type: DType.Int32));
        percent = new State("shown confusion", confusion.Shares.Shape);
        copy = gpu.Record(() =>
        {
            item.Assign(items);
            label.Assign(labels);
            percent.Assign(confusion.Shares * 100);
        }, training: false, name: "look at the batch");
    }

    public static IReadOnlyList<string> Watched { get; } = [Item, Label, Logits];

    /// <summary>Whether what is shown needs it.</summary>
    public static bool Serves(IReadOnlyList<string> shown) => shown.Contains(Prediction) || shown.Contains(Percent);

    /// <summary>Where one of its tensors lies; null where it is none of its.</summary>
    public TensorMemory? Find(string name) => name switch
    {
        Item => item.Memory,
        Label => label.Memory,
        Prediction => confusion.Prediction.Memory,
        Percent => percent.Memory,
        _ => null,
    };

    /// <summary>Queues a look at the batch of the step that has ended last.</summary>
    public void Look()
    {
        confusion.Look();
        copy.Replay();
    }

    /// <summary>Forgets what classes were taken for.</summary>
    public void Clear() => confusion.Clear();

    public void Dispose()
    {
        copy.Dispose();
        confusion.Dispose();
    }
}
