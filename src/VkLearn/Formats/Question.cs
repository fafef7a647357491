namespace VkLearn.Formats;

/// <summary>What a reader asked its <see cref="Settings"/> for: enough to write the reference of scenes from.</summary>
/// <param name="Fallback">As JSON; null where there is none.</param>
/// <param name="Min">Null: any.</param>
/// <param name="Max">Null: any.</param>
/// <param name="Choices">The words that are allowed, of a <see cref="QuestionKind.Choice"/>.</param>
/// <param name="IsOfType">Whether it came from the reader of what the settings name by <c>"type"</c>, not from who holds them.</param>
sealed record Question(string Key, QuestionKind Kind, string? Fallback = null, string? Min = null, string? Max = null,
    IReadOnlyList<string>? Choices = null, bool IsOfType = false);

/// <summary>What a value is to be.</summary>
enum QuestionKind
{
    /// <summary>Whether it is given; of which kind is asked afterwards.</summary>
    Given,

    /// <summary>Anything that must be given; of which kind is asked afterwards.</summary>
    Needed,
    Whole,
    Wholes,
    Number,
    Numbers,
    Flag,
    Text,
    Path,
    Choice,
    Names,
    List,
}
