namespace VkLearn.Data;

/// <summary>One number that a model is given of a row.</summary>
/// <param name="Name">For the user: a column, a column and a word, or that a column is missing.</param>
/// <param name="Word">The code of the word that the number is 1 for; null: the column's number.</param>
/// <param name="MarksMissing">Whether it is 1 where the column has no value.</param>
sealed record CsvFeature(string Name, CsvColumn Column, int? Word = null, bool MarksMissing = false)
{
    /// <summary>What tells it from all others, whatever columns and words are called.</summary>
    public string Key => MarksMissing ? KeyOfMissing(Column) : Word is { } code ? $"{Column.Name}\n{Column.Words[code]}" : Column.Name;

    /// <summary>The key of the feature that says where a column has no value.</summary>
    public static string KeyOfMissing(CsvColumn column) => $"{column.Name}\n\nis missing";

    /// <summary>Whether it has a mean and a deviation that are worth anything.</summary>
    public bool IsNumber => Word is null && !MarksMissing;

    /// <summary>As it stands in the table; NaN: missing.</summary>
    public float Of(int row) =>
        MarksMissing ? (Column.IsMissing(row) ? 1 : 0)
        : Word is { } word ? (Column.Code(row) == word ? 1 : 0)
        : Column.Number(row);

    /// <summary>What a row to learn from has on the average, and how far rows lie from it (root mean square).</summary>
    public (float Mean, float Deviation) Statistics(int[] rows)
    {
        int count = 0;
        double sum = 0, squares = 0;
        foreach (int row in rows)
        {
            if (Of(row) is var value && !float.IsNaN(value))
            {
                sum += value;
                count++;
            }
        }

        double mean = count == 0 ? double.NaN : sum / count;
        foreach (int row in rows)
        {
            if (Of(row) is var value && !float.IsNaN(value))
            {
                squares += (value - mean) * (value - mean);
            }
        }

        return ((float)mean, (float)Math.Sqrt(squares / count));
    }
}
