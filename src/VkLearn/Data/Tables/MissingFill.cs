namespace VkLearn.Data;

/// <summary>What becomes of a row that lacks a value.</summary>
public enum MissingFill
{
    /// <summary>It is an error.</summary>
    Refuse,

    /// <summary>A number takes the mean of the rows to learn from, a word none of those known.</summary>
    Mean,

    /// <summary>The row is left out.</summary>
    Drop,
}
