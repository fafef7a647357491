namespace VkLearn.Training;

/// <summary>
/// A part of a training with a step of its own: a deep belief net's "rbm 1", "rbm 2" and "fine-tuning". Compiled when its turn comes.
/// </summary>
/// <param name="Name">As it is told to the user.</param>
/// <param name="Epochs">How long it is; null for the last, which goes on as long as the run.</param>
/// <param name="Steps">How long it is where that does not go by the data.</param>
public sealed record Stage(string Name, int? Epochs = null, int? Steps = null)
{
    /// <summary>In steps; null where it has no length of its own.</summary>
    public long? Length(int stepsPerEpoch) => Steps ?? (long?)Epochs * stepsPerEpoch;

    /// <summary>The only one of a learner that has no parts.</summary>
    public static Stage Training { get; } = new("training");
}
