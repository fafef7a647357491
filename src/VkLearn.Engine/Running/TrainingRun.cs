using System.Diagnostics;
using VkLearn.Data;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>A scene's file on a device, from its data to its test. Made, run once, disposed.</summary>
public sealed class TrainingRun : IDisposable
{
    static readonly TimeSpan untilTextsFollow = TimeSpan.FromSeconds(0.3); // what is shown in numbers is written a few times a second

    readonly SceneFile file;
    readonly ClassifierTrainer trainer;
    readonly Evaluator evaluator;
    readonly RunOptions options;
    readonly MeanMetrics means = new();
    Checkpoints? checkpoints;
    Recovery? recovery;
    TimeSpan reported;
    long savedAt = -1;
    bool isPictureDue;

    TrainingRun(
        SceneFile file, Scene scene, ClassifierTrainer trainer, Evaluator evaluator, ScenePlayer player, RunOptions options) =>
        (this.file, Scene, this.trainer, this.evaluator, Player, this.options) = (file, scene, trainer, evaluator, player, options);

    /// <summary>What runs.</summary>
    public Scene Scene { get; }

    /// <summary>Runs its frames.</summary>
    public ScenePlayer Player { get; }

    public int StepsPerEpoch => trainer.StepsPerEpoch;

    /// <summary>What it replays: the step of training and that of the test.</summary>
    public IReadOnlyList<Recording> Recordings => [trainer.Ready.Step, evaluator.Step];

    /// <inheritdoc cref="ClassifierTrainer.FirstStepAt"/>
    public long? FirstStepAt => trainer.FirstStepAt;

    /// <summary>The whole run's; null where the time decides.</summary>
    public int? Steps => trainer.RunSteps;

    /// <summary>Makes the scene, and compiles the steps of training and evaluation.</summary>
    /// <param name="gpu">Its seed must be set already.</param>
    /// <param name="train">To learn from.</param>
    /// <param name="test">To test on at the end.</param>
    /// <param name="length">By default the scene's epochs.</param>
    /// <param name="options">How it is seen; by default not at all.</param>
    /// <exception cref="SettingsException">The model does not fit the data, or a view shows what is not there; the message names the place
    /// in the scene.</exception>
    public static TrainingRun Prepare(
        GpuDevice gpu, SceneFile file, Dataset train, Dataset test, RunLength? length = null, RunOptions? options = null)
    {
        options ??= new RunOptions();
        gpu.Record(() => file.CheckFit(train), training: false, name: "fit").Dispose(); // returns nothing, so nothing is compiled
        length ??= RunLength.Epochs(file.Epochs);
        train.Augmentation = file.Augmentation;
        Evaluator evaluator = new(gpu, file.Model, test, average: file.Average);
        Scene scene = new(gpu);
        ScenePlayer? player = null;
        try
        {
            ClassifierTrainer trainer = new(file.Model, train, file.Optimizer, file.Batch)
            {
                Length = length,
                Precision = file.Precision,
                LabelSmoothing = file.LabelSmoothing,
                Average = file.Average,
                Test = options.Target is null ? null : evaluator,
                KeepsStart = options.Target is not null,
                ClassNames = options.ClassNames ?? file.Data.ClassNames,
                // A run that ends by time is taken to be as long as the scene says.
                ScheduledSteps = (length.Time is null ? length : RunLength.Epochs(file.Epochs)).InSteps(train.BatchesPerEpoch(file.Batch)),
            };
            scene.Add("trainer", trainer);
            bool isSeen = options.Target is not null;
            file.Fill(scene, isSeen);
            player = new(scene, options.Target, options.Window);
            Prepare(file, trainer, player, isSeen);
            return new(file, scene, trainer, evaluator, player, options);
        }
        catch
        {
            player?.Dispose();
            scene.Dispose();
            evaluator.Dispose();
            throw;
        }
    }

    static void Prepare(SceneFile file, ClassifierTrainer trainer, ScenePlayer player, bool isSeen)
    {
        try
        {
            trainer.Prepare();
        }
        catch (UnknownTensorException unknown)
        {
            throw file.Blame(unknown);
        }

        if (isSeen)
        {
            file.Blame(view => player.Views.Open((IShown)view.Behaviour));
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
        checkpoints = new(options.Directory, trainer.Ready, evaluator, options.Every,
            new Dictionary<string, string> { ["scene"] = file.Text, ["model"] = file.Model.GetType().Name });
        if (!options.Resume && File.Exists(checkpoints.Last))
        {
            throw new DataException(checkpoints.Last,
                "is the checkpoint of another run. Go on from it with --resume, or name another directory.");
        }

        Snapshot? last = checkpoints.Resume(snapshot => SceneDifference.Refuse(snapshot, file.Text, options.Seed));
        if (last is null)
        {
            checkpoints.Save(); // shows at once, not after hours, that it can be done
        }

        trainer.GoOnFrom(reported = checkpoints.TrainTime);
        Scene.Playback.StartedOver += () => savedAt = -1;
        trainer.Every(StepsPerEpoch, SaveWhatIsDue);
        if (options.Every is { } every)
        {
            trainer.Every(every, SaveWhatIsDue);
        }

        return last;
    }

    /// <summary>
    /// Keeps what the run would need to go on in host memory from now on, every few seconds, and goes on from what is there if it is
    /// further than the run is. To be called before the run, and after <see cref="Keep"/>.
    /// </summary>
    /// <exception cref="DataException">The run cannot go on from it: the device is another one now, with other kernels.</exception>
    public void Protect(Recovery recovery)
    {
        this.recovery = recovery;
        Scene.Playback.StartedOver += () => (recovery.Last, recovery.TrainTime) = (null, TimeSpan.Zero);
        if (recovery.Last is { } last && last.Step > trainer.Steps)
        {
            trainer.Ready.Restore(last);
            trainer.GoOnFrom(reported = recovery.TrainTime);
        }
    }

    /// <summary>Only a run that lasts pays for a snapshot.</summary>
    void TakeSnapshotIfDue()
    {
        if (recovery is not null && trainer.TrainTime - recovery.TrainTime >= recovery.Interval)
        {
            trainer.Stop();
            recovery.Last = trainer.Ready.Capture();
            recovery.TrainTime = trainer.TrainTime;
        }
    }

    void SaveWhatIsDue()
    {
        if (!trainer.IsOver && savedAt != trainer.Steps)
        {
            savedAt = trainer.Steps;
            checkpoints!.TrainTime = trainer.TrainTime;
            checkpoints.SaveIfDue();
        }
    }

    void SaveLast()
    {
        if (checkpoints is not null)
        {
            checkpoints.TrainTime = trainer.TrainTime;
            checkpoints.Save();
        }
    }

    /// <summary>Trains, then tests. Cancelling ends training after the steps that are queued; the test is made all the same.</summary>
    /// <param name="onProgress">Called after each <paramref name="every"/>th step; without that at most ten times a second, and also at
    /// the end of each epoch and of the run.</param>
    /// <exception cref="NanException">A loss was not a finite number; the message names the step.</exception>
    public RunResult Run(Action<RunProgress> onProgress, int? every = null, CancellationToken cancellation = default)
    {
        trainer.Measured += metrics =>
        {
            means.Add(metrics);
            if (every is null || metrics.Step % every == 0)
            {
                Report(onProgress);
            }

            if (cancellation.IsCancellationRequested)
            {
                trainer.Yield();
            }
        };
        trainer.Every(every ?? StepsPerEpoch, trainer.Measure);
        if (options.Pictures is { Every: { } steps })
        {
            trainer.Every(steps, AskForPicture);
        }

        while (!cancellation.IsCancellationRequested && !Player.IsClosing && (options.StaysOpen || !trainer.IsDone))
        {
            Player.Frame();
            TakePictureIfDue();
            TakeSnapshotIfDue();
        }

        trainer.Stop();
        trainer.Measure(); // a NaN since the last progress is not passed over
        if (!trainer.IsOver)
        {
            SaveLast(); // before the test, which takes a while that who interrupts may not have
        }

        TakeLastPicture();
        return Result(isComplete: trainer.IsOver);
    }

    void AskForPicture()
    {
        isPictureDue = true;
        trainer.Yield();
    }

    void TakePictureIfDue()
    {
        if (isPictureDue)
        {
            isPictureDue = false;
            Player.SavePicture(options.Pictures!.FileOf(trainer.Steps));
        }
    }

    void TakeLastPicture()
    {
        if (options.Pictures is { Every: null } pictures)
        {
            Scene.Playback.IsPaused |= !trainer.IsOver;
            for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < untilTextsFollow;)
            {
                Player.Frame();
            }

            Player.SavePicture(pictures.File);
        }
    }

    void Report(Action<RunProgress> onProgress)
    {
        TrainingMetrics metrics = means.Take();
        TimeSpan now = trainer.TrainTime;
        double stepsPerSecond = metrics.Steps / Math.Max((now - reported).TotalSeconds, 1e-9);
        reported = now;
        onProgress(new RunProgress(metrics, stepsPerSecond, now, trainer.TimeLeft, FrameMilliseconds.Of(Scene.Time.FrameTimes)));
    }

    RunResult Result(bool isComplete)
    {
        EvaluationMetrics test = trainer.Standing ?? evaluator.Run();
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
        return new RunResult(trainer.Steps, epochs, trainer.TrainTime, WeightsHash.Of(file.Model), test, isComplete,
            FrameMilliseconds.Of(Scene.Time.FrameTimes));
    }

    public void Dispose()
    {
        Player.Dispose();
        Scene.Dispose();
        evaluator.Dispose();
    }
}
