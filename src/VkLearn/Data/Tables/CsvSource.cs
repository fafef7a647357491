using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// A table of text, a row an item. Its numbers, standardised, and its words, each a number that is 1 for it, are column "features" of the
/// data set; what is to be learned is "label" or, of numbers, "target"; each column of words is there by its name, too, as codes.
/// </summary>
public sealed class CsvSource : DataSource
{
    string file;
    string? testFile;
    Split split = new();
    CsvEncoding? encoding;
    CsvTable? table;

    /// <param name="file">Plain or gzip.</param>
    public CsvSource(string file) => this.file = file;

    public string File => file;

    /// <summary>Rows to test on; null: some of the one file.</summary>
    public string? TestFile
    {
        get => testFile;
        init => testFile = value;
    }

    /// <summary>The columns to be learned; none: there are only features.</summary>
    public IReadOnlyList<string> Target { get; init; } = [];

    /// <summary>Whether, without <see cref="Target"/>, the last column is to be learned: a label if it has words or small whole numbers.
    /// </summary>
    public bool TargetIsLast { get; init; }

    public TargetType TargetType { get; init; }

    /// <summary>The columns to take besides those to be learned; null: all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    public IReadOnlyList<string> LeaveOut { get; init; } = [];

    /// <summary>Columns whose numbers are names.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>What stands for a missing value; null: nothing, ?, NA and the like.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Columns in which a zero stands for a missing value.</summary>
    public IReadOnlyList<string> ZeroIsMissing { get; init; } = [];

    public MissingFill Fill { get; init; }

    /// <summary>Whether a column with missing values has a feature that says which.</summary>
    public bool MarksMissing { get; init; }

    /// <summary>Whether the data set has a column "missing" beside "features": 1 where a number was missing and is filled, so that a
    /// learner may fill it otherwise.</summary>
    public bool TellsMissing { get; init; }

    /// <summary>Whether a column of numbers that are all the same in the rows to learn from, or a label of one class, is an error.
    /// </summary>
    public bool RefusesConstant { get; init; }

    /// <summary>Whether words become features; otherwise they are only columns of codes.</summary>
    public bool OneHot { get; init; } = true;

    /// <summary>Null: a heading is a first line without a number.</summary>
    public bool? HasHeading { get; init; }

    /// <summary>Null: told from the first line.</summary>
    public char? Separator { get; init; }

    /// <summary>Whether each number has mean 0 and deviation 1 over the rows to learn from.</summary>
    public bool Standardizes { get; init; } = true;

    public bool StandardizesTarget { get; init; }

    public Split Split
    {
        get => split;
        init => split = value;
    }

    public override string Loading => $"reading the table {file}";

    public override IReadOnlyList<Field> Fields => Encoding.Fields;

    /// <summary>What the numbers of "features" are, in order.</summary>
    public IReadOnlyList<string> FeatureNames => Encoding.FeatureNames;

    CsvEncoding Encoding => encoding ??= new CsvEncoding(Table, this, CsvPreparation.Read(this, PreparedBy));

    CsvTable Table
    {
        get
        {
            if (table is null)
            {
                table = CsvTable.Read(file, TestFile, Rules(Target, TargetType));
                table.CheckNames([.. Target, .. Columns ?? [], .. LeaveOut, .. Categories, .. ZeroIsMissing]);
                if (TargetIsLast && Target.Count == 0
                    && (TargetType == TargetType.Label
                        || (TargetType == TargetType.ByColumn && NamesClasses(table.Find(table.Names[^1])))))
                {
                    table = CsvTable.Read(file, TestFile, Rules([table.Names[^1]], TargetType.Label));
                }
            }

            return table;
        }
    }

    internal IEnumerable<string> TargetsOf(IReadOnlyList<string> names) => TargetIsLast && Target.Count == 0 ? [names[^1]] : Target;

    CsvRules Rules(IReadOnlyList<string> target, TargetType type) => new()
    {
        HasHeading = HasHeading,
        Separator = Separator,
        ZeroIsMissing = ZeroIsMissing,
        Categories = [.. Categories, .. type == TargetType.Label ? target : [], .. CsvPreparation.Read(this, PreparedBy)?.Words.Keys ?? []],
        Words = CsvPreparation.Read(this, PreparedBy)?.Words,
        Numbers = type == TargetType.Number ? target : [],
        Takes = name => !LeaveOut.Contains(name) && (Columns is null || Columns.Contains(name) || Target.Contains(name)),
        Missing = Missing ?? CsvRules.UsualMissing,
    };

    /// <summary>Whether numbers are whole, go from 0 or 1 on, and are few.</summary>
    static bool NamesClasses(CsvColumn column)
    {
        const int most = 100;
        if (column.HasWords)
        {
            return false; // is a label as it is
        }

        IEnumerable<float> all = Enumerable.Range(0, column.Count).Select(column.Number).Where(float.IsFinite);
        float[] values = [.. all.Distinct().Order().Take(most + 1)];
        return values is [0 or 1, _, ..] && values.Length <= most && values[^1] < most && values.All(float.IsInteger);
    }

    private protected override DataSource? Elsewhere(string path)
    {
        string inside = Path.Combine(path, Path.GetFileName(file));
        if (!System.IO.File.Exists(path) && !System.IO.File.Exists(inside))
        {
            return null;
        }

        bool isOne = System.IO.File.Exists(path);
        CsvSource other = (CsvSource)MemberwiseClone();
        (other.file, other.encoding, other.table) = (isOne ? path : inside, null, null);
        if (TestFile is not null)
        {
            other.testFile = isOne ? null : Path.Combine(path, Path.GetFileName(TestFile));
            other.split = isOne ? new Split(Seed: Split.Seed) : Split;
        }

        return other;
    }

    protected override Splits Make()
    {
        int[] first = Encoding.Usable(Enumerable.Range(0, Table.FirstCount));
        (int[] train, int[] test) = TestFile is null ? Split.Divide(first, Encoding.Label, file)
            : (first, Encoding.Usable(Enumerable.Range(Table.FirstCount, Table.Count - Table.FirstCount)));
        (train, int[]? validation) = Validation > 0 ? Split.KeepBack(train, Encoding.Label, Validation, file) : (train, null);
        if (train.Length == 0 || test.Length == 0)
        {
            throw new DataException(file, "every row lacks a value, none is left; use fill: \"mean\", or leaveOut for a column");
        }

        Dataset[] sets = Encoding.Make(train, [("train", train), ("test", test), .. Kept(validation)]);
        return new Splits(sets[0], sets[1], sets.ElementAtOrDefault(2)) { Preparation = Encoding.Prepared!.Write(this) };
    }

    static (string, int[])[] Kept(int[]? validation) => validation is null ? [] : [("validation", validation)];

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("Csv",
        "A table of a CSV file: what kinds its columns are is found out.", Of);

    static CsvSource Of(Settings settings)
    {
        MissingFill fill = settings.OneOf<MissingFill>("fill", MissingFill.Refuse);
        string[] target = settings.Names("target") ?? [];
        return new CsvSource(settings.FilePath("file"))
        {
            TestFile = settings.Has("testFile") ? settings.FilePath("testFile") : null,
            Target = target,
            TargetType = target.Length == 0 ? TargetType.ByColumn : settings.OneOf<TargetType>("targetType", TargetType.ByColumn),
            StandardizesTarget = target.Length > 0 && settings.Flag("standardizeTarget", false),
            Columns = settings.Names("columns"),
            LeaveOut = settings.Names("leaveOut") ?? [],
            Categories = settings.Names("categories") ?? [],
            OneHot = settings.Flag("oneHot", true),
            Missing = settings.Names("missing"),
            ZeroIsMissing = settings.Names("zeroIsMissing") ?? [],
            Fill = fill,
            MarksMissing = fill == MissingFill.Mean && settings.Flag("isMissing", false),
            TellsMissing = fill == MissingFill.Mean && settings.Flag("tellMissing", false),
            RefusesConstant = settings.Flag("refuseConstant", false),
            HasHeading = settings.Has("heading") ? settings.Flag("heading") : null,
            Separator = settings.Has("separator") ? SeparatorOf(settings) : null,
            Standardizes = settings.Flag("standardize", true),
            Split = Split.Read(settings, hasTest: settings.Has("testFile")),
        };
    }

    static char SeparatorOf(Settings settings) => settings.Text("separator") is [var one] && one is not ('"' or '\r' or '\n') ? one
        : throw settings.Error("\"separator\" must be one character, such as \";\" or \"\\t\".", "separator");
}
