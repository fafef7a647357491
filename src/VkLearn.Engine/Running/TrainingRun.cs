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
    readonly TrainerBehaviour trainer;
    readonly IReadOnlyList<Evaluator> evaluators;
    readonly RunOptions options;
    readonly MeanMetrics means = new();
    readonly List<TestResult> latest = []; // of each test the last result
    Checkpoints? checkpoints;
    Recovery? recovery;
    TimeSpan reported;
    long savedAt = -1;
    bool isPictureDue;

    TrainingRun(SceneFile file, Scene scene, TrainerBehaviour trainer, IReadOnlyList<Evaluator> evaluators, ScenePlayer player,
        RunOptions options) =>
        (this.file, Scene, this.trainer, this.evaluators, Player, this.options) = (file, scene, trainer, evaluators, player, options);

    /// <summary>What runs.</summary>
    public Scene Scene { get; }

    /// <summary>Runs its frames.</summary>
    public ScenePlayer Player { get; }

    public int StepsPerEpoch => trainer.StepsPerEpoch;

    /// <summary>What it replays: the step of training and that of the test.</summary>
    public IReadOnlyList<Recording> Recordings => [trainer.Ready.Step, .. evaluators.Select(evaluator => evaluator.Step)];

    /// <inheritdoc cref="TrainerBehaviour.FirstStepAt"/>
    public long? FirstStepAt => trainer.FirstStepAt;

    /// <summary>The whole run's; null where the time decides.</summary>
    public int? Steps => trainer.RunSteps;

    /// <summary>Makes the scene, and compiles the steps of training and evaluation.</summary>
    /// <param name="gpu">Its seed must be set already.</param>
    /// <param name="data">To learn from and to test on.</param>
    /// <param name="length">By default the scene's epochs.</param>
    /// <param name="options">How it is seen; by default not at all.</param>
    /// <exception cref="SettingsException">The model does not fit the data, or a view shows what is not there; the message names the place
    /// in the scene.</exception>
    public static TrainingRun Prepare(GpuDevice gpu, SceneFile file, Splits data, RunLength? length = null, RunOptions? options = null)
    {
        options ??= new RunOptions();
        file.CheckFit(data.Train);
        length ??= RunLength.Epochs(file.Epochs);
        data.Train.Augmentation = file.Augmentation;
        List<Evaluator> evaluators = [];
        Scene scene = new(gpu);
        ScenePlayer? player = null;
        try
        {
            TrainerBehaviour trainer = MakeTrainer(gpu, file, data, length, options, evaluators);
            scene.Add("trainer", trainer);
            bool isSeen = options.Target is not null;
            file.Fill(scene, isSeen);
            player = new(scene, options.Target, options.Window);
            Prepare(file, trainer, player, isSeen);
            return new(file, scene, trainer, evaluators, player, options);
        }
        catch
        {
            player?.Dispose();
            scene.Dispose();
            evaluators.ForEach(evaluator => evaluator.Dispose());
            throw;
        }
    }

    static TrainerBehaviour MakeTrainer(
        GpuDevice gpu, SceneFile file, Splits data, RunLength length, RunOptions options, List<Evaluator> evaluators)
    {
        Evaluator? validation = data.Validation is { } held ? Evaluate(held) : null, test = Evaluate(data.Test);
        return new TrainerBehaviour(file.Learner, data.Train, file.Batch)
        {
            Length = length,
            Precision = file.Precision,
            Test = test,
            Validation = validation,
            KeepsStart = options.Target is not null,
            Schedule = length.Time is null ? length : RunLength.Epochs(file.Epochs),
        };

        Evaluator Evaluate(Dataset set)
        {
            file.Blame(() => evaluators.Add(new Evaluator(gpu, file.Learner, set)));
            return evaluators[^1];
        }
    }

    static void Prepare(SceneFile file, TrainerBehaviour trainer, ScenePlayer player, bool isSeen)
    {
        try
        {
            file.Blame(trainer.Prepare);
        }
        catch (UnknownTensorException unknown)
        {
            throw file.BlameView(unknown);
        }

        if (isSeen)
        {
            file.BlameViews(view => player.Views.Open((IShown)view.Behaviour));
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
        checkpoints = new(options.Directory, trainer.Ready, file.Learner.BestBy, options.Every,
            new Dictionary<string, string> { ["scene"] = file.Text, ["model"] = file.Learner.Models[0].GetType().Name });
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
        trainer.Tested += SaveIfBest;
        if (options.Every is { } every)
        {
            trainer.Every(every, SaveWhatIsDue);
        }

        return last;
    }

    /// <summary>
    /// Keeps what the run would need to go on in mapped memory from now on, every few seconds, and goes on from what is there if it is
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

    /// <summary>By the validation where there is one: the test must not choose.</summary>
    void SaveIfBest(TestResult result)
    {
        if (result.Name == (trainer.Validation is { HasTest: true } ? TestResult.Validation : TestResult.Test))
        {
            checkpoints!.TrainTime = trainer.TrainTime;
            checkpoints.SaveIfBest(result.Metrics);
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
    /// <param name="onTest">Told of each test.</param>
    /// <exception cref="NanException">A metric was not a finite number; the message names it and the step.</exception>
    public RunResult Run(Action<RunProgress> onProgress, int? every = null, CancellationToken cancellation = default,
        Action<TestResult>? onTest = null)
    {
        trainer.Tested += result =>
        {
            CheckFinite(result);
            latest.RemoveAll(test => test.Name == result.Name);
            latest.Add(result);
            onTest?.Invoke(result);
        };
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
        if (trainer.Test is { HasTest: true } evaluator && trainer.LatestTest is null)
        {
            TestResult test = new(TestResult.Test, trainer.Steps, evaluator.Run());
            CheckFinite(test);
            latest.RemoveAll(result => result.Name == test.Name);
            latest.Add(test);
        }

        if (isComplete)
        {
            SaveLast();
        }

        double epochs = Math.Round((double)trainer.Steps / StepsPerEpoch, 4);
        return new RunResult(trainer.Steps, epochs, trainer.TrainTime, WeightsHash.Of(file.Learner), latest, isComplete,
            FrameMilliseconds.Of(Scene.Time.FrameTimes));
    }

    static void CheckFinite(TestResult test)
    {
        if (test.Metrics.Values.FirstNotFinite is { } metric)
        {
            throw new NanException(
                $"The {test.Name} {metric.Name} after step {test.Step} is not a finite number. Try a lower learning rate.");
        }
    }

    public void Dispose()
    {
        Player.Dispose();
        Scene.Dispose();
        foreach (Evaluator evaluator in evaluators)
        {
            evaluator.Dispose();
        }
    }
}
