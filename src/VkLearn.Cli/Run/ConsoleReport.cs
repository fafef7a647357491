using System.Diagnostics;
using VkLearn.Engine;
using VkLearn.Training;

namespace VkLearn.Cli;

/// <summary>
/// A run as lines for a person, in the manner of Keras: on a terminal one that is written again in place, an epoch each; elsewhere a line
/// every two seconds, at the end of an epoch and of the run. Metrics are means over the epoch so far.
/// </summary>
/// <param name="isEach">Whether each progress gets a line of its own.</param>
sealed class ConsoleReport(bool isEach) : IRunReport
{
    static readonly TimeSpan betweenLines = TimeSpan.FromSeconds(2);

    readonly ProgressLine line = new();
    readonly Dictionary<Metric, EpochMean> means = [];
    int? epochs;
    int stepsPerEpoch;
    long printed;

    public void Note(string text)
    {
        line.End();
        Console.WriteLine(text);
    }

    public void Start(RunStart start)
    {
        stepsPerEpoch = start.StepsPerEpoch;
        (epochs, printed) = ((int?)((start.Steps - 1L) / stepsPerEpoch + 1), Stopwatch.GetTimestamp());
    }

    public void Test(TestResult result)
    {
        if (result.Step % stepsPerEpoch == 0)
        {
            Note($"epoch {result.Step / stepsPerEpoch}{(epochs is { } all ? $"/{all}" : "")}  {Texts(result)}");
        }
    }

    public void Progress(RunProgress progress)
    {
        var (step, epoch, steps, values) = progress.Metrics;
        long inEpoch = (step - 1) % stepsPerEpoch + 1;
        string metrics = string.Concat(values.Select(value => $"  {value.Metric.Name} {Mean(value, epoch, steps).Text}"));
        bool endsLine = isEach || inEpoch == stepsPerEpoch || progress.Left <= TimeSpan.Zero;
        string of = epochs is { } all ? $"/{all}" : "";
        string left = progress.Left is { } time && time > TimeSpan.Zero ? $"  ETA {Text(time)}" : "";
        string text = $"epoch {epoch}{of}  {inEpoch}/{stepsPerEpoch}{metrics}  "
            + Rate(progress.StepsPerSecond) + left;
        if (line.IsSeen)
        {
            line.Write((double)inEpoch / stepsPerEpoch, text);
        }
        else if (endsLine || Stopwatch.GetElapsedTime(printed) >= betweenLines)
        {
            printed = Stopwatch.GetTimestamp();
            Console.WriteLine(text);
        }

        if (endsLine)
        {
            line.End();
        }
    }

    public void Done(RunResult result, StartUp start)
    {
        foreach (TestResult test in result.Tests)
        {
            Note($"{Texts(test)}  of {test.Metrics.Count} items");
        }

        if (start.Seconds is { } seconds)
        {
            Note($"{seconds:0.00} s from the start to the end of the first step, and {start.DataSeconds:0.00} s for the data");
        }

        if (result is { Frames: var (p50, p99), Costs: var (share, bytes) })
        {
            Note($"frames of {p50:0} ms, 99 of 100 below {p99:0} ms; {share:0 %} of their time was training; " +
                $"{bytes:0} bytes read back in each");
        }

        Note($"{result.Steps} steps, {result.Epochs} epochs, {result.TrainTime.TotalSeconds:0.0} s of training; " +
            $"weights {result.WeightsHash}");
    }

    static string Texts(TestResult test) => (test.Learner is { } learner ? $"{learner}  " : "") +
        $"{test.Name} {string.Join("  ", test.Metrics.Values.Select(value => $"{value.Metric.Name} {value.Text}"))}";

    MetricValue Mean(MetricValue value, int epoch, int steps)
    {
        if (!means.TryGetValue(value.Metric, out EpochMean? mean))
        {
            means.Add(value.Metric, mean = new EpochMean());
        }

        return value with { Value = mean.Add(epoch, value.Value, steps) };
    }

    static string Rate(double stepsPerSecond) => stepsPerSecond >= 10 ? $"{stepsPerSecond:0} steps/s" : $"{stepsPerSecond:0.00} steps/s";

    static string Text(TimeSpan time) => time.TotalMinutes >= 2 ? $"{time.TotalMinutes:0} min" : $"{Math.Ceiling(time.TotalSeconds):0} s";

    /// <summary>A mean over the steps of an epoch.</summary>
    sealed class EpochMean
    {
        int epoch;
        double sum;
        long count;

        public double Add(int epoch, double mean, int steps)
        {
            if (epoch != this.epoch)
            {
                (this.epoch, sum, count) = (epoch, 0, 0);
            }

            (sum, count) = (sum + mean * Math.Max(1, steps), count + Math.Max(1, steps));
            return sum / count;
        }
    }
}
