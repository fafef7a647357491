namespace VkLearn.Rendering;

/// <summary>How values become colours.</summary>
public enum ColorScale
{
    /// <summary>Signed where the tensor has values clearly below zero, else magnitude.</summary>
    Auto,

    /// <summary>Blue below zero, the card's own colour at zero, orange above; the range is centred on zero.</summary>
    Signed,

    /// <summary>From the card's own colour at the least value, through blue and green, to the greatest.</summary>
    Magnitude,
}
