namespace VkLearn.Data;

/// <summary>What a column that is to be learned holds.</summary>
public enum TargetType
{
    /// <summary>Words are labels, numbers are numbers.</summary>
    ByColumn,

    /// <summary>Each different value is a class.</summary>
    Label,

    /// <summary>A number.</summary>
    Number,
}
