using System.Diagnostics;
using System.Text.Json;
using VkLearn.Engine;
using VkLearn.Training;

namespace VkLearn.Cli;

/// <summary>A run as JSON lines on standard output; what is meant for a person goes to standard error.</summary>
/// <param name="isEach">Whether each progress is written, else at most ten a second.</param>
sealed class JsonReport(bool isEach) : IRunReport
{
    static readonly TimeSpan shortest = TimeSpan.FromSeconds(0.1);

    long written;

    public void Note(string text) => Console.Error.WriteLine(text);

    public void Start(RunStart start) => JsonLine.Write(line =>
    {
        line.WriteString("event", "start");
        line.WriteString("device", start.Device);
        line.WriteString("driver", start.Driver);
        line.WriteNumber("seed", start.Seed);
        line.WriteString("scene", start.Scene);
        line.WriteNumber("parameters", start.Parameters);
        line.WriteString("version", RunStart.Version);
    });

    public void Test(TestResult result) => JsonLine.Write(line =>
    {
        line.WriteString("event", "test");
        line.WriteNumber("step", result.Step);
        Write(line, result.Named);
    });

    public void Progress(RunProgress progress)
    {
        if (!isEach && written != 0 && Stopwatch.GetElapsedTime(written) < shortest)
        {
            return;
        }

        written = Stopwatch.GetTimestamp();
        JsonLine.Write(line =>
        {
            line.WriteString("event", "step");
            line.WriteNumber("step", progress.Metrics.Step);
            line.WriteNumber("epoch", progress.Metrics.Epoch);
            Write(line, progress.Metrics.Values.Select(value => (value.Metric.Name, value)));
            line.WriteNumber("stepsPerSecond", Math.Round(progress.StepsPerSecond, 3));
            Write(line, progress.Frames);
        });
    }

    public void Done(RunResult result, StartUp start) => JsonLine.Write(line =>
    {
        line.WriteString("event", "done");
        line.WriteNumber("steps", result.Steps);
        line.WriteNumber("epochs", result.Epochs);
        line.WriteNumber("trainSeconds", Math.Round(result.TrainTime.TotalSeconds, 3));
        line.WriteNumber("dataSeconds", Math.Round(start.DataSeconds, 3));
        if (start.Seconds is { } seconds)
        {
            line.WriteNumber("startupSeconds", Math.Round(seconds, 3));
        }

        line.WriteString("weightsHash", result.WeightsHash);
        line.WriteStartObject("metrics");
        Write(line, result.Tests.SelectMany(test => test.Named));
        line.WriteEndObject();
        Write(line, result.Frames);
        if (result.Costs is var (share, bytes))
        {
            line.WriteNumber("trainingShare", Math.Round(share, 3));
            line.WriteNumber("frameBytesReadBack", Math.Round(bytes, 1));
        }
    });

    /// <summary>What is no number has none in JSON: null.</summary>
    static void Write(Utf8JsonWriter line, IEnumerable<(string Name, MetricValue Value)> metrics)
    {
        foreach ((string name, MetricValue value) in metrics)
        {
            if (float.IsFinite((float)value.Value))
            {
                line.WriteNumber(name, (float)value.Value);
            }
            else
            {
                line.WriteNull(name);
            }
        }
    }

    static void Write(Utf8JsonWriter line, FrameMilliseconds? frames)
    {
        if (frames is var (p50, p99))
        {
            line.WriteNumber("frameMsP50", Math.Round(p50, 3));
            line.WriteNumber("frameMsP99", Math.Round(p99, 3));
        }
    }
}
