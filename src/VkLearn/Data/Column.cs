namespace VkLearn.Data;

/// <summary>A column to make a data set of: items one after another, row-major.</summary>
public sealed class Column
{
    /// <param name="values">Of the field's type, whole items.</param>
    internal Column(Field field, Array values) : this(field.Name, values, field.Type, field.Shape, field.Meaning)
    {
    }

    Column(string name, Array values, DType type, Shape shape, Meaning meaning)
    {
        if (name.Length == 0 || shape.Count == 0 || values.Length == 0 || values.Length % shape.Count != 0)
        {
            throw new ArgumentException(
                $"Column \"{name}\": needs a name and whole items of shape {shape}, received {values.Length} values.");
        }

        Field = new Field(name, type, shape, meaning);
        Values = (Array)values.Clone(); // the array stays the caller's
    }

    /// <param name="shape">Of one item.</param>
    /// <exception cref="ArgumentException">The values are not whole items.</exception>
    public Column(string name, float[] values, Shape shape, Meaning meaning) : this(name, values, DType.Float32, shape, meaning)
    {
    }

    /// <inheritdoc cref="Column(string, float[], Shape, Meaning)"/>
    /// <exception cref="ArgumentException">The values are not whole items, or a label has no name where others have.</exception>
    public Column(string name, int[] values, Shape shape, Meaning meaning) : this(name, values, DType.Int32, shape, meaning)
    {
        if (meaning is Meaning.Label { Names.Count: > 0 and var count }
            && Array.FindIndex(values, value => value < -1 || value >= count) is >= 0 and var at)
        {
            throw new ArgumentException($"Column \"{name}\": labels go from 0 to {count - 1}, -1 for none; value {at} is {values[at]}.");
        }
    }

    /// <inheritdoc cref="Column(string, float[], Shape, Meaning)"/>
    public Column(string name, byte[] values, Shape shape, Meaning meaning) : this(name, values, DType.UInt8, shape, meaning)
    {
    }

    public Field Field { get; }

    /// <summary>How many items.</summary>
    public int Count => (int)(Values.Length / Field.Shape.Count);

    /// <summary>float[], int[] or byte[].</summary>
    internal Array Values { get; }
}
