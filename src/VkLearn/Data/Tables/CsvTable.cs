using System.Text.Unicode;
using nietras.SeparatedValues;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>A table of text, read: its columns, of one file or of two that have the same ones.</summary>
sealed class CsvTable
{
    readonly CsvRules rules;
    readonly List<int> lines = []; // where a row begins, by row
    readonly string path;
    readonly string? second;
    CsvColumn?[]? columns;
    string[] names = [];

    CsvTable(string path, string? second, CsvRules rules) => (this.path, this.second, this.rules) = (path, second, rules);

    /// <summary>The names of all columns, those that are not read among them.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Those that are read.</summary>
    public IEnumerable<CsvColumn> Columns => columns!.OfType<CsvColumn>();

    public int Count => lines.Count;

    /// <summary>The rows of the first file; those after it are of the second.</summary>
    public int FirstCount { get; private set; }

    /// <exception cref="DataException">A file is missing or is no table; the message names the line, the column and what stands there.
    /// </exception>
    public static CsvTable Read(string path, string? second, CsvRules rules)
    {
        CsvTable table = new(path, second, rules);
        table.Read(path);
        table.FirstCount = table.Count;
        if (second is not null)
        {
            table.Read(second);
        }

        foreach (CsvColumn column in table.Columns.Where(column => column.HasWords))
        {
            column.Order(path);
        }

        return table;
    }

    /// <exception cref="DataException">There is no such column; the message names those there are.</exception>
    public CsvColumn Find(string name) => Columns.FirstOrDefault(column => column.Name == name) ?? throw Unknown(name);

    /// <exception cref="DataException">There is no such column; the message names those there are.</exception>
    public void CheckNames(IEnumerable<string> asked)
    {
        if (asked.FirstOrDefault(name => !names.Contains(name)) is { } stray)
        {
            throw Unknown(stray);
        }
    }

    DataException Unknown(string name)
    {
        string nearest = NearestWord.Meant(name, names);
        return new(path, $"there is no column \"{name}\".{nearest} It has: {string.Join(", ", names)}");
    }

    /// <summary>Blames a cell.</summary>
    public DataException Error(int row, CsvColumn column, string found) =>
        new(row < FirstCount ? path : second!, $"line {lines[row]}, column \"{column.Name}\": {found}");

    void Read(string file)
    {
        byte[] text = PackedFile.ReadAll(file);
        CheckText(file, text);
        // The separator is told from the first line, so that must not be empty.
        int start = Math.Max(0, text.AsSpan().IndexOfAnyExcept((byte)'\r', (byte)'\n')), skipped = text.AsSpan(0, start).Count((byte)'\n');
        int before = Count;
        try
        {
            Sep? separator = rules.Separator is { } given ? new Sep(given) : null;
            using SepReader reader = Sep.Reader(options => options with
            {
                Sep = separator,
                HasHeader = false, // told below
                Unescape = true,
                DisableColCountCheck = true, // told with the line, below
                Trim = SepTrim.Outer,
            }).From(new MemoryStream(text, start, text.Length - start));
            (bool isFirst, int line) = (true, skipped + 1); // of the first row the reader tells the line after it
            foreach (SepReader.Row row in reader)
            {
                if (row.ColCount > 1 || !row[0].Span.IsEmpty) // no empty line
                {
                    Add(file, line, row, isFirst);
                    isFirst = false;
                }

                line = skipped + row.LineNumberToExcl;
            }
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException or ArgumentException)
        {
            throw new DataException(file, $"is no table that can be read: {error.Message}", error);
        }

        if (Count == before)
        {
            throw new DataException(file, "holds no rows");
        }
    }

    /// <summary>What is no text of UTF-8 would be read as other letters than were meant, and words that differ as one.</summary>
    static void CheckText(string file, byte[] text)
    {
        bool isOfPairs = text is [0xff, 0xfe, ..] or [0xfe, 0xff, ..]; // UTF-16, which its first bytes say
        if (!isOfPairs && !Utf8.IsValid(text))
        {
            throw new DataException(file, "is no text of UTF-8; save it as that");
        }

        if (!isOfPairs && text.AsSpan().Count((byte)'"') % 2 != 0)
        {
            throw new DataException(file, "has a quote that is not closed: the file is torn, or a quote within a cell is not "
                + "doubled, \"\"");
        }
    }

    void Add(string file, int line, SepReader.Row row, bool isFirst)
    {
        int count = row.ColCount;
        if (isFirst && Begin(file, Cells(row)))
        {
            return;
        }

        if (count != names.Length)
        {
            throw new DataException(file, $"line {line} has {count} cells, where {names.Length} are right, one a column; "
                + "a cell that holds the separator stands in quotes");
        }

        lines.Add(line);
        for (int i = 0; i < count; i++)
        {
            columns![i]?.Add(row[i].Span, file, line);
        }
    }

    static string[] Cells(SepReader.Row row)
    {
        string[] cells = new string[row.ColCount];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = row[i].ToString();
        }

        return cells;
    }

    /// <summary>Takes the names of columns from the first line, or their numbers.</summary>
    /// <returns>Whether it is a heading.</returns>
    bool Begin(string file, string[] cells)
    {
        bool isHeading = rules.HasHeading
            ?? (!cells.Any(cell => CsvColumn.TryNumber(cell, out _)) && !cells.All(cell => rules.IsMissing(cell)));
        string[] found = [.. cells.Select((cell, i) => isHeading && cell != "" ? cell : $"{i + 1}")];
        if (columns is not null)
        {
            return found.SequenceEqual(names) ? isHeading : throw new DataException(file,
                $"has columns {string.Join(", ", found)}, where {path} has {string.Join(", ", names)}; both need the same");
        }

        if (found.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new DataException(file, $"line 1: two columns are called \"{twice.Key}\"; give one another name, "
                + "or use heading: false if the first line is none");
        }

        names = found;
        columns = [.. names.Select(name => rules.Takes(name) ? new CsvColumn(name, rules) : null)];
        return isHeading;
    }
}
