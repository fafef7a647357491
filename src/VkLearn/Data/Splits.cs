namespace VkLearn.Data;

/// <summary>What a model learns from, other items to test it on, and those to choose by while it learns, if some were kept back.</summary>
public sealed record Splits(Dataset Train, Dataset Test, Dataset? Validation = null)
{
    /// <summary>Files that lie among those that were read, and were not.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>What was found out from the items to learn from, by which others are to be prepared too
    /// (<see cref="DataSource.PreparedBy"/>); null: nothing.</summary>
    public string? Preparation { get; init; }

    /// <summary>Without a validation.</summary>
    public static implicit operator Splits((Dataset Train, Dataset Test) sets) => new(sets.Train, sets.Test);

    public override string ToString() => $"{Train.Count} items of {Train.Shape} to learn from, {Test.Count} to test on"
        + (Validation is null ? "" : $", {Validation.Count} to validate by")
        + (Unread is [] ? "" : $"; not read: {Unread.Count} {(Unread.Count == 1 ? "file" : "files")}, such as {Unread[0]}");

    public void Deconstruct(out Dataset train, out Dataset test) => (train, test) = (Train, Test);
}
