namespace VkLearn.Data;

/// <summary>What a column of a data set holds, without its values.</summary>
/// <param name="Type">How the values are stored; bytes come in batches as numbers.</param>
/// <param name="Shape">The shape of one item.</param>
public sealed record Field(string Name, DType Type, Shape Shape, Meaning Meaning)
{
    public override string ToString() => $"{Name} {new TensorType(Shape, Type)}, {Meaning}";
}
