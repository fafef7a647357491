using System.Diagnostics;
using VkLearn.Engine;

namespace VkLearn.Cli;

/// <summary>
/// A run as lines for a person, in the manner of Keras: on a terminal one that is written again in place, an epoch each; elsewhere a line
/// every two seconds, at the end of an epoch and of the run. Loss and accuracy are means over the epoch so far.
/// </summary>
/// <param name="isEach">Whether each progress gets a line of its own.</param>
sealed class ConsoleReport(bool isEach) : IRunReport
{
    static readonly TimeSpan betweenLines = TimeSpan.FromSeconds(2);

    readonly ProgressLine line = new();
    readonly EpochMean loss = new(), accuracy = new();
    int? epochs;
    int stepsPerEpoch;
    long printed;

    public void Note(string text)
    {
        line.End();
        Console.WriteLine(text);
    }

    public void Start(int? steps, int stepsPerEpoch) =>
        (this.stepsPerEpoch, epochs, printed) = (stepsPerEpoch, (int?)((steps - 1L) / stepsPerEpoch + 1), Stopwatch.GetTimestamp());

    public void Progress(RunProgress progress)
    {
        var (step, epoch, steps, newLoss, newAccuracy) = progress.Metrics;
        double meanLoss = loss.Add(epoch, newLoss, steps), meanAccuracy = accuracy.Add(epoch, newAccuracy, steps);
        long inEpoch = (step - 1) % stepsPerEpoch + 1;
        bool endsLine = isEach || inEpoch == stepsPerEpoch || progress.Left <= TimeSpan.Zero;
        string of = epochs is { } all ? $"/{all}" : "";
        string left = progress.Left is { } time && time > TimeSpan.Zero ? $"  ETA {Text(time)}" : "";
        string text = $"epoch {epoch}{of}  {inEpoch}/{stepsPerEpoch}  loss {meanLoss:0.0000}  accuracy {meanAccuracy:0.0000}  "
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
        Note($"test accuracy {result.Test.Accuracy:0.0000}  loss {result.Test.Loss:0.0000}  of {result.Test.Count} items");
        if (start.Seconds is { } seconds)
        {
            Note($"{seconds:0.00} s from the start to the end of the first step, and {start.DataSeconds:0.00} s for the data");
        }

        Note($"{result.Steps} steps, {result.Epochs} epochs, {result.TrainTime.TotalSeconds:0.0} s of training; " +
            $"weights {result.WeightsHash}");
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

            (sum, count) = (sum + mean * steps, count + steps);
            return sum / count;
        }
    }
}
