namespace VkLearn.Data;

/// <summary>What a learner learns from, what it is tested on in the end, and what it is tested on after each epoch.</summary>
/// <param name="Validation">Null: the test set serves for both.</param>
public sealed record Splits(Dataset Train, Dataset Test, Dataset? Validation = null)
{
    /// <summary>Two without a validation, as most sources have them.</summary>
    public static implicit operator Splits((Dataset Train, Dataset Test) sets) => new(sets.Train, sets.Test);

    public void Deconstruct(out Dataset train, out Dataset test) => (train, test) = (Train, Test);

    public override string ToString() => $"{Train.Count} items of {Train.Shape} to learn from, {Test.Count} to test on"
        + (Validation is null ? "" : $", {Validation.Count} to validate by");
}
