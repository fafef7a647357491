namespace VkLearn.Data;

/// <summary>What a model learns from, other items to test it on, and those to choose by while it learns, if some were kept back.</summary>
public sealed record Splits(Dataset Train, Dataset Test, Dataset? Validation = null)
{
    /// <summary>Without a validation.</summary>
    public static implicit operator Splits((Dataset Train, Dataset Test) sets) => new(sets.Train, sets.Test);

    public override string ToString() => $"{Train.Count} items of {Train.Shape} to learn from, {Test.Count} to test on"
        + (Validation is null ? "" : $", {Validation.Count} to validate by");

    public void Deconstruct(out Dataset train, out Dataset test) => (train, test) = (Train, Test);
}
