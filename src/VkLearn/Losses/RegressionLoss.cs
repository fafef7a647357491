namespace VkLearn.Losses;

/// <summary>What a regressor makes small, between predictions and targets of one shape.</summary>
public abstract class RegressionLoss : LossFunction
{
    /// <summary>Each element's loss, of their shape; what is made small is the mean.</summary>
    public abstract Tensor Each(Tensor prediction, Tensor target);

    public override string ToString() => TypeName;
}
