namespace VkLearn.Data;

/// <summary>What a text is taken apart into.</summary>
public enum TokenUnit
{
    /// <summary>Each character of Unicode.</summary>
    Character,

    /// <summary>Each byte, of whatever there is in a file.</summary>
    Byte,

    /// <summary>Words, each with the blank before it, and what stands between them, a character each: put one after the other they are the
    /// text again.</summary>
    Word,
}
