using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// A series in time, of a table of text: a row a step, a column a series, but for a first one that holds dates. Each has mean 0 and
/// deviation 1 over the steps to learn from. See <see cref="SeriesWindows"/>.
/// </summary>
public sealed class SeriesSource : DataSource
{
    string file;
    Series? series;

    /// <param name="file">CSV, plain or gzip.</param>
    public SeriesSource(string file, SeriesWindows windows) => (this.file, Windows) = (file, windows);

    public SeriesWindows Windows { get; }

    /// <summary>The columns to take; null: all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    public IReadOnlyList<string> LeaveOut { get; init; } = [];

    public override string Loading => $"reading the series {file}";

    public override IReadOnlyList<Field> Fields => Windows.Fields(Norms);

    private protected override double MostValidation => double.MaxValue;

    Series Values => series ??= Read();

    IReadOnlyList<Feature> Norms => Prepared() ?? Values.Norms(Parts.Train, file);

    (Range Train, Range Validation, Range Test) Parts => Windows.Parts(Values.Steps, Validation, file);

    /// <summary>The norms of the series that was learned from; null: this is it.</summary>
    IReadOnlyList<Feature>? Prepared()
    {
        IReadOnlyList<Feature>? norms = SeriesPreparation.Read(this, PreparedBy);
        return norms is null || norms.Select(norm => norm.Name).SequenceEqual(Values.Names) ? norms : throw new DataException(file,
            $"has the series {string.Join(", ", Values.Names)}, but {string.Join(", ", norms.Select(norm => norm.Name))} were learned");
    }

    Series Read()
    {
        CsvTable table = CsvTable.Read(file, null, new CsvRules
        {
            Takes = name => !LeaveOut.Contains(name) && (Columns is null || Columns.Contains(name)),
            Missing = CsvRules.UsualMissing,
        });
        table.CheckNames([.. LeaveOut, .. Columns ?? []]);
        CsvColumn[] columns = [.. table.Columns.Where(column => !(column.HasWords && column.Name == table.Names[0]))];
        foreach (CsvColumn column in columns)
        {
            CheckNumbers(table, column);
        }

        return columns.Length == 0 ? throw new DataException(file, "has no column of numbers, so there is no series to learn")
            : new Series([.. columns.Select(column => column.Name)],
                [.. from row in Enumerable.Range(0, table.Count) from column in columns select column.Number(row)]);
    }

    static void CheckNumbers(CsvTable table, CsvColumn column)
    {
        if (column.HasWords)
        {
            int word = Enumerable.Range(0, table.Count).First(row => !column.IsMissing(row));
            throw table.Error(word, column, $"\"{column.Words[column.Code(word)]}\" is no number, but a series has one at each step; use "
                + $"leaveOut: [\"{column.Name}\"] if it is none");
        }

        if (Enumerable.Range(0, table.Count).FirstOrDefault(column.IsMissing, -1) is >= 0 and int missing)
        {
            throw table.Error(missing, column, "there is no number, but a series has one at each step; write one there, or leave the "
                + $"column out by leaveOut: [\"{column.Name}\"]");
        }
    }

    private protected override DataSource? Elsewhere(string path)
    {
        SeriesSource other = (SeriesSource)MemberwiseClone();
        (other.file, other.series) = (path, null);
        return other;
    }

    protected override Splits Make() => Windows.Make(Values, Norms, Parts) with { Preparation = SeriesPreparation.Write(this, Norms) };

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("Series",
        "Windows of a series in time: a CSV file, a row a step, a column a series, dates first or not at all.",
        settings => new SeriesSource(settings.FilePath("file"), SeriesWindows.Read(settings))
        {
            Columns = settings.Names("columns"),
            LeaveOut = settings.Names("leaveOut") ?? [],
        });
}
