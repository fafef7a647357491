namespace VkLearn.Engine.Behaviours;

/// <summary>
/// When it is time to look at the batch that a scene's trainer had last: a few times a second, and never twice at the same. What looks has
/// recordings of its own, so that looking changes nothing of what is learned.
/// </summary>
/// <param name="learner">Whose batch; null: the first's.</param>
sealed class BatchObserver(Scene scene, string? learner = null)
{
    const string Images = "batch", Labels = "label", Predictions = "prediction";
    const double SecondsBetween = 0.25;

    long lookedAt = -1;
    double due;

    /// <summary>What looks must ask its trainer to keep.</summary>
    public static IReadOnlyList<string> TensorsOf(string? learner) =>
        [TensorName.Of(learner, Images), TensorName.Of(learner, Labels), TensorName.Of(learner, Predictions)];

    public TrainerBehaviour Trainer { get; } = scene.FindTrainer(learner);

    /// <summary>The model that is looked into: the learner's first.</summary>
    public Layer Model => Trainer.Learner.Models[0];

    /// <summary>The learner's model, or the learner itself, that can do something.</summary>
    /// <param name="who">Needs it.</param>
    /// <param name="what">It must do, and who does.</param>
    /// <exception cref="ArgumentException">It has none.</exception>
    public T ModelThat<T>(string who, string what) where T : class =>
        Trainer.Learner.Models.OfType<T>().FirstOrDefault() ?? Trainer.Learner as T ?? throw new ArgumentException(
            $"{who} needs a model that {what}; {Trainer.Learner.GetType().Name} has none.");

    /// <summary>The shape of the learner's items, grey images [1, height, width].</summary>
    /// <param name="who">Is of them.</param>
    /// <exception cref="ArgumentException">They are something else.</exception>
    public Shape GreyImage(string who) => Trainer.Data.Shape is { Rank: 3 } item && item[0] == 1 ? item : throw new ArgumentException(
        $"{who} is of grey images [1, height, width]; this learner's items are {Trainer.Data.Shape}.");

    public Tensor Batch => At(Images);

    public Tensor Label => At(Labels);

    public Tensor Prediction => At(Predictions);

    /// <summary>Whether it is time now, which then counts as done.</summary>
    /// <param name="isUrgent">Whether something else has changed, so that the same batch is worth another look at once.</param>
    public bool IsDue(bool isUrgent = false)
    {
        bool isDue = isUrgent || (Trainer.Sight != lookedAt && scene.Time.UnscaledTotal >= due);
        if (isDue)
        {
            (lookedAt, due) = (Trainer.Sight, scene.Time.UnscaledTotal + SecondsBetween);
        }

        return isDue;
    }

    Tensor At(string name) => Tensor.At(scene.Gpu, Trainer.Find(name));
}
