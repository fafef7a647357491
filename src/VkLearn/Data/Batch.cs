namespace VkLearn.Data;

/// <summary>Some rows of a data set, a tensor a column; only those that a step reads cost it anything.</summary>
public sealed class Batch
{
    readonly Dataset data;
    readonly string set;
    readonly IReadOnlyList<Tensor> tensors; // [Count, ..item], one a field

    internal Batch(Dataset data, int count, IReadOnlyList<Field> fields, IReadOnlyList<Tensor> tensors, Tensor mask)
    {
        (this.data, set) = (data, data.Name);
        this.tensors = tensors;
        (Count, Fields, Mask) = (count, fields, mask);
    }

    /// <summary>How many rows.</summary>
    public int Count { get; }

    /// <summary>What the columns hold.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>[Count]: 1, and 0 for rows beyond the last item, which evaluation fills its last batch up with.</summary>
    public Tensor Mask { get; }

    /// <summary>A scalar: 1 where each row goes on where the row of the batch before ended, 0 where all begin anew, as at an epoch's
    /// beginning. Null: rows have nothing to do with those before.</summary>
    public Tensor? Follows { get; internal init; }

    /// <summary>A column's rows: [Count, ..item].</summary>
    /// <exception cref="ArgumentException">There is no such column; the message names those there are.</exception>
    public Tensor this[string field] => tensors[Columns.Find(set, Fields, field)];

    /// <summary>The first column that is no label: of most sets what a model takes.</summary>
    /// <exception cref="InvalidOperationException">There are only labels.</exception>
    public Tensor Input => this[Fields.FirstOrDefault(one => one.Meaning is not Meaning.Label)?.Name
        ?? throw new InvalidOperationException($"{set}: there is nothing to learn from but labels. Take a column by its name.")];

    /// <summary>The first column of labels.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Field LabelField => Fields.FirstOrDefault(one => one.Meaning is Meaning.Label) ?? throw new InvalidOperationException(
        $"{set}: its items have no labels, but {string.Join(", ", Fields.Select(one => $"\"{one.Name}\""))}.");

    /// <summary>A column of labels, of which there are some in the whole set: those that are -1 do not count.</summary>
    /// <exception cref="ArgumentException">There is no such column, or no item of the set has a label.</exception>
    public Tensor Labels(string field) => data.HasLabels(field) ? this[field] : throw new ArgumentException(
        $"{set}: none of the {data.Count} items has a label that counts; all of \"{field}\" are -1. Give some of them theirs.");

    /// <summary>As many rows more, those that come after: for a step of several batches (<c>Learner.BatchesPerStep</c>).</summary>
    public Batch Next() => data.NextBatch(Count);

    /// <summary>The first column and the second: of most sets what a model takes, and what it is to give.</summary>
    /// <exception cref="InvalidOperationException">There is one column only.</exception>
    public void Deconstruct(out Tensor item, out Tensor label) =>
        (item, label) = tensors.Count > 1 ? (tensors[0], tensors[1]) : throw new InvalidOperationException(
            $"{set}: an item and a label are asked for, but there is one column, \"{Fields[0].Name}\". Take batch[\"{Fields[0].Name}\"].");
}
