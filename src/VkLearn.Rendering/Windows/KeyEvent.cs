namespace VkLearn.Rendering;

/// <summary>Something that a key did.</summary>
/// <param name="Key">The key.</param>
/// <param name="IsPressed">False when it was released.</param>
/// <param name="IsRepeat">Whether it was pressed before and is held.</param>
public readonly record struct KeyEvent(Key Key, bool IsPressed, bool IsRepeat);
