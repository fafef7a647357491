namespace VkLearn.Losses;

/// <summary>
/// A loss that a scene names under <c>"loss"</c>: a classifier's (<see cref="ClassificationLoss"/>) or a regressor's
/// (<see cref="RegressionLoss"/>).
/// </summary>
public abstract class LossFunction
{
    /// <summary>Its name with the settings that differ from what they are by default, as checkpoints keep it.</summary>
    public abstract override string ToString();

    /// <summary>What it is counted in; empty: a number.</summary>
    public virtual string Unit => "";

    /// <summary>The type's name, without "Loss" at its end.</summary>
    private protected string TypeName =>
        GetType().Name is var name && name.EndsWith("Loss", StringComparison.Ordinal) ? name[..^4] : name;
}
