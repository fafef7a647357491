namespace VkLearn.Data;

/// <summary>How a table's text is read; columns of a table without a heading are named by their number, from 1.</summary>
sealed class CsvRules
{
    /// <summary>What stands for no value in most tables.</summary>
    public static readonly IReadOnlyList<string> UsualMissing = ["?", "NA", "N/A", "NaN", "nan", "null"];

    HashSet<string>.AlternateLookup<ReadOnlySpan<char>> missing = Lookup([]);

    /// <summary>Null: told from the first line, which has a number unless it is a heading.</summary>
    public bool? HasHeading { get; init; }

    /// <summary>Null: told from the first line.</summary>
    public char? Separator { get; init; }

    /// <summary>What stands where a value is missing; nothing at all always does.</summary>
    public IReadOnlyList<string> Missing
    {
        init => missing = Lookup(value);
    }

    /// <summary>Columns in which a zero says that the value is missing.</summary>
    public IReadOnlyList<string> ZeroIsMissing { get; init; } = [];

    /// <summary>Columns that hold words, though they may look like numbers.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Columns that hold numbers, whatever the first cell looks like.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>Of columns of words, those that there are, in the order of their codes; null: those that are found.</summary>
    public IReadOnlyDictionary<string, string[]>? Words { get; init; }

    /// <summary>Whether a column is read at all.</summary>
    public Predicate<string> Takes { get; init; } = _ => true;

    public bool IsMissing(ReadOnlySpan<char> cell) => missing.Contains(cell);

    static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(IEnumerable<string> words) =>
        new HashSet<string>([.. words, ""]).GetAlternateLookup<ReadOnlySpan<char>>();
}
