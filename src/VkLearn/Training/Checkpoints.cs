using System.Globalization;
using VkLearn.Data;
using VkLearn.Formats;

namespace VkLearn.Training;

/// <summary>
/// A training's checkpoints in a directory: <c>last.safetensors</c>, how it stood at each Nth step, at its end, and when it was
/// interrupted; <c>best.safetensors</c>, the end of an epoch, or of the run, that tested best so far. Each is a model's file too.
/// </summary>
public sealed class Checkpoints
{
    readonly Trainer trainer;
    readonly Evaluator evaluator;
    readonly int every;
    readonly IReadOnlyDictionary<string, string> about;
    EvaluationMetrics? best;

    /// <param name="directory">Made if it is not there.</param>
    /// <param name="evaluator">Says which is best: the most accurate, among equals the one of least loss.</param>
    /// <param name="every">Steps from one to the next; by default an epoch.</param>
    /// <param name="about">What is to be told of the run in their metadata besides.</param>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    public Checkpoints(string directory, Trainer trainer, Evaluator evaluator, int? every = null,
        IReadOnlyDictionary<string, string>? about = null)
    {
        (Last, Best) = (Path.Combine(directory, "last.safetensors"), Path.Combine(directory, "best.safetensors"));
        (this.trainer, this.evaluator, this.about) = (trainer, evaluator, about ?? new Dictionary<string, string>());
        this.every = every ?? trainer.StepsPerEpoch;
        Make(directory);
    }

    static void Make(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    public string Last { get; }
    public string Best { get; }

    /// <summary>Training time, to go on counting it; set before each save.</summary>
    public TimeSpan TrainTime { get; set; }

    /// <summary>Goes on from the last one, where there is one.</summary>
    /// <param name="check">Refuses one of another run, by what its metadata tell.</param>
    /// <returns>The snapshot; null where there is none.</returns>
    /// <exception cref="DataException">It is damaged, or of another training; the message names file and tensor or setting.</exception>
    public Snapshot? Resume(Action<Snapshot>? check = null)
    {
        if (!File.Exists(Last))
        {
            return null;
        }

        Snapshot snapshot = Snapshot.Load(Last);
        check?.Invoke(snapshot);
        trainer.Restore(snapshot);
        best = snapshot.Metadata.ContainsKey("bestAccuracy")
            ? new((float)Number(snapshot, "bestAccuracy"), (float)Number(snapshot, "bestLoss"), 0) : null;
        TrainTime = TimeSpan.FromSeconds(Number(snapshot, "trainSeconds"));
        return snapshot;
    }

    static double Number(Snapshot snapshot, string key) =>
        double.TryParse(snapshot.Text(key), CultureInfo.InvariantCulture, out double number) ? number
            : throw snapshot.Refused($"\"{key}\" must be a number, received {snapshot.Text(key)}.");

    /// <summary>Saves what is due after the steps done: to be called after each Nth step and at the end of each epoch.</summary>
    /// <exception cref="IOException">A file cannot be written; the one of before is still there.</exception>
    /// <exception cref="NanException">A loss was not a finite number; the files of before stay.</exception>
    public void SaveIfDue()
    {
        if (trainer.Steps % trainer.StepsPerEpoch == 0)
        {
            SaveIfBest(evaluator.Run());
        }

        if (trainer.Steps % every == 0)
        {
            Save();
        }
    }

    /// <summary>Saves how training stands now as the last.</summary>
    /// <inheritdoc cref="SaveIfDue"/>
    public void Save() => Capture().Save(Last);

    /// <summary>Saves how training stands now as the best, if it is.</summary>
    /// <param name="test">How it tests.</param>
    /// <inheritdoc cref="SaveIfDue"/>
    public void SaveIfBest(EvaluationMetrics test)
    {
        bool isBest = best is not { } b || test.Accuracy > b.Accuracy || (test.Accuracy == b.Accuracy && test.Loss < b.Loss);
        if (isBest && float.IsFinite(test.Loss))
        {
            best = test;
            Capture().Save(Best);
        }
    }

    Snapshot Capture()
    {
        Dictionary<string, string> more = new(about)
        {
            ["format"] = ModelFile.Format,
            ["epoch"] = string.Create(CultureInfo.InvariantCulture, $"{(double)trainer.Steps / trainer.StepsPerEpoch:0.####}"),
            ["trainSeconds"] = string.Create(CultureInfo.InvariantCulture, $"{TrainTime.TotalSeconds:R}"),
        };
        if (best is { } b)
        {
            more["bestAccuracy"] = b.Accuracy.ToString("R", CultureInfo.InvariantCulture);
            more["bestLoss"] = b.Loss.ToString("R", CultureInfo.InvariantCulture);
        }

        return trainer.Capture().With(more);
    }
}
