using VkLearn.Engine.Behaviours;

namespace VkLearn.Engine.Behaviours;

/// <summary>
/// When it is time to look at the batch that a scene's trainer had last: a few times a second, and never twice at the same. What looks has
/// recordings of its own, so that looking changes nothing of what is learned.
/// </summary>
sealed class Lookout(Scene scene)
{
    const double SecondsBetween = 0.25;

    long lookedAt = -1;
    double due;

    /// <summary>What looks must ask its trainer to keep.</summary>
    public static IReadOnlyList<string> Tensors { get; } = [BatchLook.Item, BatchLook.Label, BatchLook.Prediction];

    public ClassifierTrainer Trainer { get; } = scene.FindBehaviour<ClassifierTrainer>()
        ?? throw new InvalidOperationException("There is no batch to look at. Add a ClassifierTrainer to the scene.");

    public Tensor Batch => At(BatchLook.Item);

    public Tensor Label => At(BatchLook.Label);

    public Tensor Prediction => At(BatchLook.Prediction);

    /// <summary>Whether it is time now, which then counts as done.</summary>
    /// <param name="isUrgent">Whether something else has changed, so that the same batch is worth another look at once.</param>
    public bool IsDue(bool isUrgent = false)
    {
        bool isDue = isUrgent || (Trainer.Steps != lookedAt && scene.Time.Total >= due);
        if (isDue)
        {
            (lookedAt, due) = (Trainer.Steps, scene.Time.Total + SecondsBetween);
        }

        return isDue;
    }

    Tensor At(string name) => Tensor.At(scene.Gpu, Trainer.Find(name));
}
