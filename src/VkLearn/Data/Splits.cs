namespace VkLearn.Data;

/// <summary>What a model learns from, other items to test it on, and those to choose by while it learns, if some were kept back.</summary>
public sealed record Splits(Dataset Train, Dataset Test, Dataset? Validation = null)
{
    public void Deconstruct(out Dataset train, out Dataset test) => (train, test) = (Train, Test);
}
