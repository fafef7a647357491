namespace VkLearn.Rendering.Views;

/// <summary>Units of a network that stand side by side, and what each says all over a plane.</summary>
/// <param name="Title">Above them.</param>
/// <param name="Responses">Float32 [units, rows, columns], from the plane's left top.</param>
/// <param name="Names">Of each; none: they are told by their numbers.</param>
public sealed record PlaneColumn(string Title, TensorSource Responses, params IReadOnlyList<string> Names)
{
    public int Count => Responses.Shape[0];

    /// <summary>What a tooltip calls one.</summary>
    public string NameOf(int unit) => Names.Count > 0 ? $"{Title}: {Names[unit]}" : $"{Title}, neuron {unit + 1}";
}
