using System.Globalization;
using VkLearn.Engine;
using VkLearn.Training;

namespace VkLearn.Cli;

/// <summary>
/// A run as a table beside another report: a row a report, a column a metric, those of tests too, which stand in the row after which they
/// were made. Written as it goes, so that what was told is there when a run is killed.
/// </summary>
sealed class CsvReport : IRunReport, IDisposable
{
    readonly IRunReport inner;
    readonly StreamWriter file;
    readonly string path;
    readonly string[] columns;

    /// <param name="learners">Whose metrics they are; those of all but the first have its name before theirs.</param>
    /// <param name="isGoingOn">Whether rows follow those that a file of that name holds already.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public CsvReport(IRunReport inner, string path, IReadOnlyList<(string Name, Learner Learner)> learners, bool isGoingOn)
    {
        (this.inner, this.path) = (inner, path);
        columns = [.. learners.SelectMany((one, i) => Columns(i == 0 ? null : one.Name, one.Learner))];
        bool hasRows = isGoingOn && File.Exists(path);
        if (hasRows)
        {
            Mend(path, learners);
        }

        file = new StreamWriter(path, append: hasRows) { AutoFlush = true, NewLine = "\n" };
        if (!hasRows)
        {
            file.WriteLine(HeadingOf(columns));
        }
    }

    /// <summary>Cuts off the row that a kill tore, so that others can follow.</summary>
    /// <returns>Whether there is a table, and of these learners.</returns>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static bool Mend(string path, IReadOnlyList<(string Name, Learner Learner)> learners)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        byte[] bytes = File.ReadAllBytes(path);
        int end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        if (end < bytes.Length)
        {
            File.WriteAllBytes(path, bytes[..end]);
        }

        string heading = HeadingOf(learners.SelectMany((one, i) => Columns(i == 0 ? null : one.Name, one.Learner)));
        return System.Text.Encoding.UTF8.GetString(bytes, 0, end).Split('\n')[0] == heading;
    }

    static string HeadingOf(IEnumerable<string> columns) => $"step,epoch,{string.Join(',', columns)},stepsPerSecond,trainSeconds";

    static IEnumerable<string> Columns(string? name, Learner learner)
    {
        string[] tests = [TestResult.Test, TestResult.Validation];
        return learner.Metrics.Select(metric => name is null ? metric.Name : metric.Of(name).Name)
            .Concat(tests.SelectMany(test => learner.Metrics.Select(metric => TestResult.NameOf(test, metric.Name, name))));
    }

    /// <summary>Why rows are missing; null where none is.</summary>
    public string? Lost { get; private set; }

    public void Note(string text) => inner.Note(text);

    public void Start(RunStart start) => inner.Start(start);

    public void Progress(RunProgress progress)
    {
        inner.Progress(progress);
        TrainingMetrics metrics = progress.Metrics;
        Write(metrics.Step, $"{metrics.Epoch}", metrics.Values.Select(value => (value.Metric.Name, value)),
            $"{Text(Math.Round(progress.StepsPerSecond, 3))},{Text(Math.Round(progress.TrainTime.TotalSeconds, 3))}");
    }

    public void Test(TestResult result)
    {
        inner.Test(result);
        Write(result.Step, "", result.Named, ",");
    }

    public void Done(RunResult result, StartUp start) => inner.Done(result, start);

    void Write(long step, string epoch, IEnumerable<(string Name, MetricValue Value)> metrics, string rest)
    {
        Dictionary<string, MetricValue> values = metrics.ToDictionary(one => one.Name, one => one.Value);
        IEnumerable<string> cells = columns.Select(name => values.TryGetValue(name, out MetricValue value) ? Text((float)value.Value) : "");
        WriteLine($"{step},{epoch},{string.Join(',', cells)},{rest}");
    }

    /// <summary>A table that cannot be written any more does not end the run that it is of.</summary>
    void WriteLine(string row)
    {
        try
        {
            if (Lost is null)
            {
                file.WriteLine(row);
            }
        }
        catch (IOException failure)
        {
            Lost = $"{path}: rows are missing: {failure.Message}";
            Note($"csv     {Lost}");
        }
    }

    static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    public void Dispose()
    {
        try
        {
            file.Dispose();
        }
        catch (IOException)
        {
            // What is left cannot be written either, and was told of.
        }
    }
}
