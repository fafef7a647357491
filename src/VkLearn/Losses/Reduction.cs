namespace VkLearn.Losses;

/// <summary>What becomes of the losses of rows or elements.</summary>
public enum Reduction
{
    /// <summary>Their mean over what counts; 0, with gradients of 0, where nothing does.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>All of them, 0 for what does not count.</summary>
    None,
}
