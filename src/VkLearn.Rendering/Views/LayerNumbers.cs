namespace VkLearn.Rendering.Views;

/// <summary>How a layer stands, as a <see cref="LayerTable"/> read it.</summary>
/// <param name="Mean">Of its activations.</param>
/// <param name="Deviation">Of its activations.</param>
/// <param name="Dead">The share of its units that are never active; below 0: none can be.</param>
/// <param name="Update">The norm of the last update over that of the weight.</param>
/// <param name="Gradient">The norm of the weight's gradient.</param>
public readonly record struct LayerNumbers(float Mean, float Deviation, float Dead, float Update, float Gradient)
{
    /// <summary>In the order of the tensor.</summary>
    public static LayerNumbers Of(ReadOnlySpan<float> row) => new(row[0], row[1], row[2], row[3], row[4]);

    /// <summary>How many there are.</summary>
    public const int Count = 5;
}
