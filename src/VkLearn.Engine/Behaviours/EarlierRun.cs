using System.Globalization;
using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Behaviours;

/// <summary>How a run of before went, by the table that it wrote: curves show it grey, to compare with.</summary>
/// <param name="path">What <c>vklearn run --csv</c> wrote; read when the scene takes this in, or by <see cref="Load"/>.</param>
public sealed class EarlierRun(string path) : Behaviour
{
    const string StepColumn = "step";

    readonly List<string[]> rows = [];
    string[] columns = [];

    /// <summary>Whether it is this very run before it was resumed: curves go on from it.</summary>
    public bool IsResumed { get; init; }

    /// <summary>What legends call it.</summary>
    public string Label { get; } = Path.GetFileNameWithoutExtension(path);

    /// <summary>Reads the table, if that is not done.</summary>
    /// <exception cref="DataException">It cannot be read, or is no such table.</exception>
    public void Load()
    {
        if (columns is not [])
        {
            return;
        }

        string[] lines = Read(path);
        columns = lines is [var first, ..] ? first.Split(',') : [];
        if (columns is not [StepColumn, ..])
        {
            throw new DataException(path,
                $"is no table of a run: its first column must be \"{StepColumn}\". vklearn run --csv writes one.");
        }

        for (int i = 1; i < lines.Length; i++)
        {
            string[] row = lines[i].Split(',');
            if (row.Length != columns.Length || Number(row[0]) is not >= 0)
            {
                throw new DataException(path, $"line {i + 1} must have {columns.Length} columns and begin with a step, "
                    + $"received \"{lines[i]}\".");
            }

            rows.Add(row);
        }
    }

    /// <summary>How a metric went; null where the table does not tell of it.</summary>
    /// <param name="column">The metric's name, or that of its test, such as <c>testLoss</c>.</param>
    /// <param name="scale">What values are multiplied by.</param>
    public LineSeries? CurveOf(string column, double scale = 1)
    {
        int index = Array.IndexOf(columns, column);
        if (index < 0)
        {
            return null;
        }

        LineSeries curve = new(Label) { IsEarlier = true };
        foreach (string[] row in rows)
        {
            if (Number(row[index]) is { } value && Number(row[0]) is { } step)
            {
                if (curve.Last is { } last && step < last.X) // it went on from its past
                {
                    curve.TakeFrom(step, Label);
                }

                curve.Add(step, value * scale);
            }
        }

        return curve;
    }

    /// <summary>Takes tables into a scene.</summary>
    /// <inheritdoc cref="Load"/>
    internal static void Add(IEnumerable<string> tables, Scene scene)
    {
        foreach (string table in tables)
        {
            Add(new EarlierRun(table), scene);
        }
    }

    /// <inheritdoc cref="Add(IEnumerable{string}, Scene)"/>
    internal static void Add(EarlierRun run, Scene scene)
    {
        run.Load();
        scene.Add(run.Label, run);
    }

    protected override void Awake() => Load();

    static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    static string[] Read(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException(path, $"cannot be read: {failure.Message}", failure);
        }
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("EarlierRun",
        "A run of before, by the table that run --csv wrote: curves show it grey.",
        settings => new EarlierRun(settings.FilePath("file")));
}
