namespace VkLearn.Rendering;

/// <summary>
/// What a part of a tensor's index says to people: "neuron 65", "pixel (22, 7)", "(2, 4)". A <see cref="TensorSource"/> has them in the
/// order in which they are said.
/// </summary>
/// <param name="Name">Of the thing that is counted; empty for a bare place.</param>
/// <param name="Axis">The first of the tensor's axes that it is made of.</param>
/// <param name="Axes">How many it is made of.</param>
/// <param name="Rows">Of a single axis that counts through an image: its rows and columns, in place of the number; null: it does not.
/// </param>
public readonly record struct IndexPart(string Name, int Axis, int Axes = 1, (int Height, int Width)? Rows = null)
{
    /// <summary>All parts, as people say them: "item 12, neuron 65".</summary>
    /// <param name="index">On each of the tensor's axes.</param>
    public static string Text(IReadOnlyList<IndexPart> parts, int[] index) => string.Join(", ", parts.Select(part => part.Text(index)));

    string Text(int[] index)
    {
        int[] numbers = Rows is (_, int width) ? [index[Axis] / width, index[Axis] % width] : index[Axis..(Axis + Axes)];
        string place = numbers.Length == 1 ? $"{numbers[0]}" : $"({string.Join(", ", numbers)})";
        return Name.Length == 0 ? place : $"{Name} {place}";
    }
}
