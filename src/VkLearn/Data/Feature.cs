namespace VkLearn.Data;

/// <summary>One of the numbers that a model is given of an item: (measured - mean) * scale.</summary>
/// <param name="Name">For the user.</param>
/// <param name="Mean">Of the items to learn from.</param>
/// <param name="Scale">One over their deviation; 0: the number is what was measured.</param>
public readonly record struct Feature(string Name, float Mean = 0, float Scale = 0)
{
    /// <summary>What was measured, of the number that a model is given.</summary>
    public float Measured(float number) => Scale == 0 ? number : number / Scale + Mean;
}
