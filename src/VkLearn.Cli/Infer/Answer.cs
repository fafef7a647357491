namespace VkLearn.Cli;

/// <summary>What a model says of an item.</summary>
/// <param name="Label">What it is; null where nobody knows.</param>
sealed record Answer(int Index, float[] Probabilities, int? Label)
{
    /// <summary>Its most probable class.</summary>
    public int Class { get; } = Array.IndexOf(Probabilities, Probabilities.Max());

    /// <summary>The name of a class, its number where it has none.</summary>
    public static string NameOf(int label, IReadOnlyList<string> classNames) => label < classNames.Count ? classNames[label] : $"{label}";

    public bool IsRight => Class == Label;
}
