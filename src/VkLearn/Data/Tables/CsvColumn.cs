using System.Globalization;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>A column of a table: numbers or, from its first value on, words.</summary>
sealed class CsvColumn(string name, CsvRules rules)
{
    readonly bool zeroIsMissing = rules.ZeroIsMissing.Contains(name);
    readonly Dictionary<string, int> codes = [];
    readonly List<string> words = [];
    readonly List<float> numbers = []; // NaN: missing
    readonly List<int> indices = [];   // into words; -1: missing
    bool? hasWords = rules.Categories.Contains(name) ? true : rules.Numbers.Contains(name) ? false : null;

    public string Name => name;

    /// <summary>Whether it holds words, or numbers that name something.</summary>
    public bool HasWords => hasWords is true;

    public int Count => HasWords ? indices.Count : numbers.Count;

    public bool IsMissing(int row) => HasWords ? indices[row] < 0 : float.IsNaN(numbers[row]);

    public float Number(int row) => numbers[row];

    /// <summary>A word's code; -1: missing.</summary>
    public int Code(int row) => indices[row];

    /// <summary>The words by code, in order: of numbers if all are, else ordinal. To be asked for when all is read.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>Takes the next cell.</summary>
    /// <exception cref="DataException">It does not go with those before it.</exception>
    public void Add(ReadOnlySpan<char> cell, string path, int line)
    {
        if (rules.IsMissing(cell) || (zeroIsMissing && cell is "0"))
        {
            AddMissing();
        }
        else if (hasWords is true)
        {
            AddWord(cell);
        }
        else if (float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out float number))
        {
            if (!float.IsFinite(number))
            {
                throw Refused(path, line, cell, "is no finite number of single precision, which ends at 3.4e38; "
                    + $"use missing: [\"{Shortened(cell)}\"] if it says that there is none");
            }

            hasWords = false;
            numbers.Add(zeroIsMissing && number == 0 ? float.NaN : number);
        }
        else if (IsForeign(cell))
        {
            throw Refused(path, line, cell, "is a number of another country's form, or none at all; "
                + $"write 1234.5, or name the column in categories: [\"{name}\"] if it holds words, or in leaveOut");
        }
        else if (hasWords is null)
        {
            hasWords = true;
            indices.AddRange(Enumerable.Repeat(-1, numbers.Count));
            AddWord(cell);
        }
        else
        {
            throw Refused(path, line, cell, "is no number, as those before it are; "
                + $"use missing: [\"{Shortened(cell)}\"] if it says that there is none, or categories: [\"{name}\"] if these are words");
        }
    }

    void AddMissing()
    {
        if (hasWords is true)
        {
            indices.Add(-1);
        }
        else
        {
            numbers.Add(float.NaN);
        }
    }

    void AddWord(ReadOnlySpan<char> word)
    {
        var known = codes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(word, out int code))
        {
            code = words.Count;
            words.Add(word.ToString());
            codes.Add(words[^1], code);
        }

        indices.Add(code);
    }

    /// <summary>Gives words the codes of their order, so that these do not hang on which came first.</summary>
    /// <exception cref="DataException">There is a word that none of those known is.</exception>
    public void Order(string path)
    {
        string[] ordered = rules.Words?.GetValueOrDefault(name) ?? InOrder();
        if (words.Except(ordered).FirstOrDefault() is { } unknown)
        {
            throw new DataException(path, $"column \"{name}\": \"{Shortened(unknown)}\" is no word of the table that was learned from, "
                + $"which has {string.Join(", ", ordered)}");
        }

        int[] now = new int[words.Count];
        for (int code = 0; code < ordered.Length; code++)
        {
            if (codes.TryGetValue(ordered[code], out int before))
            {
                now[before] = code;
            }
        }

        for (int row = 0; row < indices.Count; row++)
        {
            indices[row] = indices[row] < 0 ? -1 : now[indices[row]];
        }

        words.Clear();
        words.AddRange(ordered);
    }

    string[] InOrder()
    {
        string[] ordered = [.. words.Order(StringComparer.Ordinal)];
        if (ordered.All(word => TryNumber(word, out _)))
        {
            ordered = [.. ordered.OrderBy(word => float.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture))];
        }

        return ordered;
    }

    public static bool TryNumber(ReadOnlySpan<char> cell, out float number) =>
        float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && float.IsFinite(number);

    /// <summary>Whether a cell is made of digits and what stands between them somewhere, also before an exponent: 1.234,5 or 1 234.5 or
    /// 1'234 or 2,5e-3.</summary>
    static bool IsForeign(ReadOnlySpan<char> cell)
    {
        int exponent = cell.IndexOfAny('e', 'E');
        bool hasExponent = exponent > 0
            && int.TryParse(cell[(exponent + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        ReadOnlySpan<char> number = hasExponent ? cell[..exponent] : cell;
        return number.ContainsAnyInRange('0', '9') && !number.TrimStart("+-\u2212").ContainsAnyExcept("0123456789.,'\u2019 \u00A0\u202F");
    }

    DataException Refused(string path, int line, ReadOnlySpan<char> cell, string why) =>
        new(path, $"line {line}, column \"{name}\": \"{Shortened(cell)}\" {why}");

    static string Shortened(ReadOnlySpan<char> cell) => cell.Length <= 40 ? $"{cell}" : $"{cell[..40]}...";
}
