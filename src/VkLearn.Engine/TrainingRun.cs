using System.Diagnostics;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>A scene on a device, from its data to its test. Made, run once, disposed.</summary>
public sealed class TrainingRun : IDisposable
{
    static readonly TimeSpan shortestProgress = TimeSpan.FromSeconds(0.1);

    readonly SceneFile scene;
    readonly Trainer trainer;
    readonly Evaluator evaluator;
    readonly RunLength length;
    readonly int? runSteps;
    readonly Stopwatch clock = new();
    readonly Pace pace = new();
    Checkpoints? checkpoints;
    TimeSpan reported, before;

    TrainingRun(SceneFile scene, RunLength length, int? runSteps, Trainer trainer, Evaluator evaluator) =>
        (this.scene, this.length, this.runSteps, this.trainer, this.evaluator) = (scene, length, runSteps, trainer, evaluator);

    public int StepsPerEpoch => trainer.StepsPerEpoch;

    /// <summary>Training so far, also that before a checkpoint that the run went on from.</summary>
    TimeSpan Elapsed => before + clock.Elapsed;

    /// <summary>The whole run's; null where the time decides.</summary>
    public int? Steps => runSteps;

    /// <summary>Compiles the steps of training and evaluation.</summary>
    /// <param name="gpu">Its seed must be set already.</param>
    /// <param name="train">To learn from.</param>
    /// <param name="test">To test on at the end.</param>
    /// <param name="length">By default the scene's epochs.</param>
    /// <exception cref="SettingsException">The model does not fit the data; the message names the place in the scene.</exception>
    public static TrainingRun Prepare(GpuDevice gpu, SceneFile scene, Dataset train, Dataset test, RunLength? length = null)
    {
        gpu.Record(() => scene.CheckFit(train), training: false, name: "fit").Dispose(); // returns nothing, so nothing is compiled
        length ??= RunLength.Epochs(scene.Epochs);
        int stepsPerEpoch = train.BatchesPerEpoch(scene.Batch);
        int? steps = length.InSteps(stepsPerEpoch);
        // A schedule that goes over the run needs its steps; a run that ends by time is taken to be as long as the scene says.
        int scheduled = steps ?? RunLength.Epochs(scene.Epochs).InSteps(stepsPerEpoch)!.Value;
        Evaluator evaluator = new(gpu, scene.Model, test);
        try
        {
            return new(scene, length, steps, new Trainer(gpu, scene.Model, train, scene.Optimizer, scene.Batch, scheduled), evaluator);
        }
        catch
        {
            evaluator.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Keeps checkpoints from now on: the last at intervals and at the end, also one that came by cancelling, and the best. To be called
    /// before the run.
    /// </summary>
    /// <returns>The one that the run goes on from; null if it starts anew.</returns>
    /// <exception cref="DataException">It cannot go on from it; or there is one, and it was not asked to.</exception>
    /// <exception cref="IOException">The directory cannot be written to.</exception>
    public Snapshot? Keep(CheckpointOptions options)
    {
        checkpoints = new(options.Directory, trainer, evaluator, options.Every,
            new Dictionary<string, string> { ["scene"] = scene.Text, ["model"] = scene.Model.GetType().Name });
        if (!options.Resume && File.Exists(checkpoints.Last))
        {
            throw new DataException(checkpoints.Last,
                "is the checkpoint of another run. Go on from it with --resume, or name another directory.");
        }

        Snapshot? last = checkpoints.Resume(snapshot => SceneDifference.Refuse(snapshot, scene.Text, options.Seed));
        checkpoints.Save(); // shows at once, not after hours, that it can be done
        (before, reported) = (checkpoints.TrainTime, checkpoints.TrainTime);
        return last;
    }

    /// <summary>Trains, then tests. Cancelling ends training after the steps that are queued; the test is made all the same.</summary>
    /// <param name="onProgress">Called after each <paramref name="every"/>th step; without that at most ten times a second, and also at
    /// the end of each epoch and of the run.</param>
    /// <exception cref="NanException">A loss was not a finite number; the message names the step.</exception>
    public RunResult Run(Action<RunProgress> onProgress, int? every = null, CancellationToken cancellation = default)
    {
        clock.Start();
        while (!cancellation.IsCancellationRequested && NextCount(every) is > 0 and int count)
        {
            TimeSpan start = Elapsed;
            trainer.Run(count);
            trainer.Step.Wait();
            pace.Took(count, Elapsed - start);
            if (IsDue(every))
            {
                Report(onProgress);
            }

            if (!IsOver)
            {
                SaveWhatIsDue();
            }
        }

        trainer.Read(); // a NaN since the last progress is not passed over
        clock.Stop();
        if (!IsOver)
        {
            SaveLast(); // before the test, which takes a while that who interrupts may not have
        }

        return Result(isComplete: IsOver);
    }

    /// <summary>Takes no training time.</summary>
    void SaveWhatIsDue()
    {
        if (checkpoints is not null)
        {
            clock.Stop();
            checkpoints.TrainTime = Elapsed;
            checkpoints.SaveIfDue();
            clock.Start();
        }
    }

    void SaveLast()
    {
        if (checkpoints is not null)
        {
            checkpoints.TrainTime = Elapsed;
            checkpoints.Save();
        }
    }

    /// <summary>Steps to queue next: up to the next progress or checkpoint at most; 0 when the run is over.</summary>
    int NextCount(int? every)
    {
        if (IsOver)
        {
            return 0;
        }

        long toProgress = every - trainer.Steps % every ?? StepsPerEpoch - trainer.Steps % StepsPerEpoch;
        long toEnd = runSteps - trainer.Steps ?? long.MaxValue;
        long toCheckpoint = checkpoints?.StepsToNext ?? long.MaxValue;
        return (int)Math.Min(pace.Next(length.Time - Elapsed), Math.Min(toCheckpoint, Math.Min(toProgress, toEnd)));
    }

    bool IsOver => runSteps is { } steps ? trainer.Steps >= steps : Elapsed >= length.Time;

    bool IsDue(int? every) => every is null
        ? Elapsed - reported >= shortestProgress || trainer.Steps % StepsPerEpoch == 0 || IsOver
        : trainer.Steps % every == 0;

    void Report(Action<RunProgress> onProgress)
    {
        TrainingMetrics metrics = trainer.Read();
        TimeSpan now = Elapsed;
        double stepsPerSecond = metrics.Steps / Math.Max((now - reported).TotalSeconds, 1e-9);
        reported = now;
        TimeSpan? left = runSteps is { } steps ? pace.For(steps - metrics.Step) : length.Time - now;
        onProgress(new RunProgress(metrics, stepsPerSecond, now, left));
    }

    RunResult Result(bool isComplete)
    {
        EvaluationMetrics test = evaluator.Run();
        if (!float.IsFinite(test.Loss))
        {
            throw new NanException($"The test loss after step {trainer.Steps} is not a finite number. Try a lower learning rate.");
        }

        if (isComplete)
        {
            checkpoints?.SaveIfBest(test);
            SaveLast();
        }

        double epochs = Math.Round((double)trainer.Steps / StepsPerEpoch, 4);
        return new RunResult(trainer.Steps, epochs, Elapsed, WeightsHash.Of(scene.Model), test, isComplete);
    }

    public void Dispose()
    {
        evaluator.Dispose();
        trainer.Dispose();
    }
}
