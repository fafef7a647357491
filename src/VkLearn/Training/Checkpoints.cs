using System.Globalization;
using VkLearn.Data;
using VkLearn.Formats;

namespace VkLearn.Training;

/// <summary>
/// A training's checkpoints in a directory: <c>last.safetensors</c>, how it stood at each Nth step, at its end, and when it was
/// interrupted; <c>best.safetensors</c>, the end of an epoch, or of the run, that tested best so far,
/// if the learner has tests. Each is a model's file too.
/// </summary>
public sealed class Checkpoints
{
    readonly Trainer trainer;
    readonly IReadOnlyList<Metric> bestBy;
    readonly int every;
    readonly IReadOnlyDictionary<string, string> about;
    EvaluationMetrics? best;

    /// <param name="directory">Made if it is not there.</param>
    /// <param name="bestBy">What of a test says which is best: <see cref="Learner.BestBy"/>.</param>
    /// <param name="every">Steps from one to the next; by default an epoch.</param>
    /// <param name="about">What is to be told of the run in their metadata besides.</param>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    public Checkpoints(string directory, Trainer trainer, IReadOnlyList<Metric> bestBy, int? every = null,
        IReadOnlyDictionary<string, string>? about = null)
    {
        (Last, Best) = (Path.Combine(directory, "last.safetensors"), Path.Combine(directory, "best.safetensors"));
        (this.trainer, this.bestBy, this.about) = (trainer, bestBy, about ?? new Dictionary<string, string>());
        (Capturing, Restoring) = (trainer.Capture, trainer.Restore);
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

    /// <summary>Takes the snapshot that is saved; by default the trainer's.</summary>
    public Func<Snapshot> Capturing { get; init; }

    /// <summary>Goes on from a snapshot that was saved; by default the trainer does.</summary>
    public Action<Snapshot> Restoring { get; init; }

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
        Restoring(snapshot);
        best = File.Exists(Best) ? BestOf(Snapshot.Load(Best)) : null;
        TrainTime = snapshot.TrainTime;
        return snapshot;
    }

    EvaluationMetrics? BestOf(Snapshot snapshot)
    {
        MetricValue[] values = [.. bestBy.Where(metric => snapshot.Metadata.ContainsKey(KeyOf(metric)))
            .Select(metric => new MetricValue(metric, snapshot.Real(KeyOf(metric))))];
        return values is [] ? null : new(new MetricValues(values), 0);
    }

    /// <summary>Saves the last if it is due after the steps done: to be called after each Nth step.</summary>
    /// <exception cref="IOException">A file cannot be written; the one of before is still there.</exception>
    /// <exception cref="NanException">A metric was not a finite number; the files of before stay.</exception>
    public void SaveIfDue()
    {
        if (trainer.Steps % every == 0)
        {
            Save();
        }
    }

    /// <summary>Saves how training stands now as the last.</summary>
    /// <inheritdoc cref="SaveIfDue"/>
    public void Save() => Capture().Save(Last);

    /// <summary>Saves how training stands now under a name that has its step, <c>last-001200.safetensors</c>, and that no file has yet:
    /// what is to stay when training goes on from an earlier step.</summary>
    /// <returns>The file.</returns>
    /// <inheritdoc cref="SaveIfDue"/>
    public string SaveApart()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{Path.ChangeExtension(Last, null)}-{trainer.Steps:000000}");
        string path = $"{name}.safetensors";
        for (int i = 2; File.Exists(path); i++)
        {
            path = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}.safetensors");
        }

        Capture().Save(path);
        return path;
    }

    /// <summary>Saves how training stands now as the best, if it is.</summary>
    /// <param name="test">How it tests.</param>
    /// <inheritdoc cref="SaveIfDue"/>
    public void SaveIfBest(EvaluationMetrics test)
    {
        bool isFirst = best is null && bestBy.Any(metric => test.Values.Find(metric.Name) is { } value && double.IsFinite(value));
        if (isFirst || (best is { } b && test.IsBetterThan(b, bestBy)))
        {
            EvaluationMetrics? before = best;
            best = test;
            try
            {
                Capture().Save(Best);
            }
            catch
            {
                best = before; // the file of before is still there
                throw;
            }
        }
    }

    static string KeyOf(Metric metric) => Metric.NameOf("best", metric.Name);

    Snapshot Capture()
    {
        Dictionary<string, string> more = new(about)
        {
            ["format"] = ModelFile.Format,
            ["epoch"] = string.Create(CultureInfo.InvariantCulture, $"{(double)trainer.Steps / trainer.StepsPerEpoch:0.####}"),
        };
        foreach (Metric metric in bestBy)
        {
            if (best?.Values.Find(metric.Name) is { } value)
            {
                more[KeyOf(metric)] = value.ToString("R", CultureInfo.InvariantCulture);
            }
        }

        return Capturing().After(TrainTime).With(more);
    }
}
