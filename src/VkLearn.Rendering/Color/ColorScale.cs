namespace VkLearn.Rendering;

/// <summary>How values become colours.</summary>
public enum ColorScale
{
    /// <summary>Signed where the tensor has values clearly below zero, else magnitude.</summary>
    Auto,

    /// <summary>Blue below zero, white at zero, red above; the range is centred on zero.</summary>
    Signed,

    /// <summary>Viridis, from the least value to the greatest.</summary>
    Magnitude,
}
