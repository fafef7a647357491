using VkLearn.Data;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>A scene's file on a device, from its data to its test. Made, run once, disposed.</summary>
public sealed class TrainingRun : IDisposable
{
    readonly SceneFile file;
    readonly Trainers trainers;
    readonly Assessments assessments;
    readonly RunOptions options;
    readonly ProgressMeans means;
    readonly FrameMeter frames;
    readonly List<TestResult> latest = []; // of each test the last result
    readonly Dictionary<string, string> lost = []; // what could not be written, and why; until it can
    readonly string? preparation; // of the data
    Checkpoints? checkpoints;
    DirectoryLock? held;
    Recovery? recovery;

    TrainingRun(SceneFile file, Scene scene, Trainers trainers, Assessments assessments, ScenePlayer player,
        RunOptions options, string? preparation)
    {
        this.preparation = preparation;
        (this.file, Scene, this.trainers, this.assessments, Player, this.options) = (file, scene, trainers, assessments, player, options);
        means = new ProgressMeans(trainers);
        frames = new FrameMeter(player, trainers, scene.Gpu);
        Scene.Playback.Branching += KeepWhatIsLeft;
        Scene.Playback.Branched += _ => GoOnElsewhere();
        Scene.Playback.StartedOver += means.Skip;
    }

    /// <summary>What runs.</summary>
    public Scene Scene { get; }

    /// <summary>Runs its frames.</summary>
    public ScenePlayer Player { get; }

    /// <summary>Of the first learner.</summary>
    public int StepsPerEpoch => trainers.First.StepsPerEpoch;

    /// <summary>What it replays: the steps of training and those of tests.</summary>
    public IReadOnlyList<Recording> Recordings =>
        [.. trainers.All.Select(trainer => trainer.Ready.Step), .. assessments.TestSteps];

    /// <summary>Told of each checkpoint that keeps how training stood when it went on from its past, by its file.</summary>
    public event Action<string>? KeptApart;

    /// <summary>Told of each checkpoint and picture that could not be written; the run goes on.</summary>
    public event Action<string>? NotWritten;

    /// <inheritdoc cref="TrainerBehaviour.FirstStepAt"/>
    public long? FirstStepAt => trainers.All.Min(trainer => trainer.FirstStepAt);

    /// <summary>The whole run's, of the first learner; null where the time decides.</summary>
    public int? Steps => trainers.First.RunSteps;

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
        options.Pictures?.Check();
        options.Film?.Check();
        // Within a recording that is not run: outside of one, random numbers would be drawn.
        gpu.Record(() => file.CheckFit(data.Train), training: false, name: "fit").Dispose();
        length ??= RunLength.Epochs(file.Epochs);
        data.Train.Augmentation = file.Augmentation;
        file.BlameLearners(learner => learner.Build(data.Train.Fields));
        foreach ((_, Learner learner) in file.Learners)
        {
            learner.Begin(gpu); // in order, whichever is recorded first
        }

        file.BlameLearners(learner => learner.Survey(gpu, data));
        Assessments assessments = new(gpu, file);
        Scene scene = new(gpu);
        ScenePlayer? player = null;
        try
        {
            List<TrainerBehaviour> trainers = [];
            foreach ((string name, Learner learner) in file.Learners)
            {
                trainers.Add(MakeTrainer(file, learner, data, length, options, assessments));
                scene.Add(name, trainers[^1]);
            }

            bool isSeen = options.Target is not null;
            file.Fill(scene, isSeen);
            EarlierRun.Add(options.Compared, scene);
            if (options.Resumed is { } table)
            {
                EarlierRun.Add(new EarlierRun(table) { IsResumed = true }, scene);
            }

            player = new(scene, options.Target, options.Window, options.Theme ?? file.Frame.Theme, options.ContentScale);
            Prepare(file, trainers, player, isSeen);
            return new(file, scene, new Trainers(trainers), assessments, player, options, data.Preparation);
        }
        catch
        {
            player?.Dispose();
            scene.Dispose();
            assessments.Dispose();
            throw;
        }
    }

    static TrainerBehaviour MakeTrainer(
        SceneFile file, Learner learner, Splits data, RunLength length, RunOptions options, Assessments assessments) =>
        new(learner, data.Train, file.Batch)
        {
            Length = length,
            Precision = file.Precision,
            Validation = data.Validation is { } held ? assessments.Test(learner, held) : null,
            Test = assessments.Test(learner, data.Test),
            Estimate = () => assessments.Estimate(learner, data),
            KeepsStart = options.Target is not null,
            Schedule = length.Time is null ? length : RunLength.Epochs(file.Epochs),
        };

    static void Prepare(SceneFile file, IReadOnlyList<TrainerBehaviour> trainers, ScenePlayer player, bool isSeen)
    {
        try
        {
            foreach (TrainerBehaviour trainer in trainers)
            {
                file.Blame(trainer.Learner, trainer.Prepare);
            }
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
    /// <exception cref="DataException">It cannot go on from it; or there is one, and it was not asked to; or another run keeps its own
    /// there now.</exception>
    /// <exception cref="IOException">The directory cannot be written to.</exception>
    public Snapshot? Keep(CheckpointOptions options)
    {
        held = DirectoryLock.Take(options.Directory);
        Scene.Changes.Fixed = "kept as checkpoints say";
        checkpoints = new(options.Directory, trainers.First.Ready, file.Learner.BestBy, options.Every, About())
        {
            Capturing = trainers.Capture,
            Restoring = trainers.Restore,
        };
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

        means.Skip();
        trainers.First.Tested += SaveIfBest;
        foreach (TrainerBehaviour trainer in trainers.All)
        {
            trainer.Every(options.Every ?? trainer.StepsPerEpoch, () => SaveWhatIsDue(trainer));
        }

        return last;
    }

    /// <summary>What a checkpoint tells besides.</summary>
    Dictionary<string, string> About()
    {
        Dictionary<string, string> about = new() { ["scene"] = file.Text, ["model"] = file.Learner.Models[0].GetType().Name };
        if (preparation is not null)
        {
            about[SceneFile.Preparation] = preparation;
        }

        return about;
    }

    /// <summary>
    /// Keeps what the run would need to go on in mapped memory from now on, every few seconds, and goes on from what is there if it is
    /// further than the run is. To be called before the run, and after <see cref="Keep"/>.
    /// </summary>
    /// <exception cref="DataException">The run cannot go on from it: the device is another one now, with other kernels.</exception>
    public void Protect(Recovery recovery)
    {
        this.recovery = recovery;
        Scene.Playback.StartedOver += recovery.Forget;
        if (recovery.Last is { } last && last.AllSteps > trainers.Steps)
        {
            trainers.Restore(last);
            means.Skip();
        }
    }

    /// <summary>Only a run that lasts pays for a snapshot.</summary>
    void TakeSnapshotIfDue()
    {
        if (trainers.TrainTime - recovery?.TrainTime >= recovery?.Interval && Scene.FindBehaviour<TimeTravel>() is not { IsInPast: true })
        {
            recovery.Take(trainers);
        }
    }

    /// <summary>By the steps of one at a time; that of the run's end is kept for itself.</summary>
    void SaveWhatIsDue(TrainerBehaviour after)
    {
        if (!trainers.IsOver && trainers.IsLeading(after))
        {
            SaveLast();
        }
    }

    /// <summary>By the first learner's tests, those of the validation where there is one: the test must not choose.</summary>
    void SaveIfBest(TestResult result)
    {
        if (result.Name == (trainers.First.Validation is { HasTest: true } ? TestResult.Validation : TestResult.Test))
        {
            checkpoints!.TrainTime = trainers.First.TrainTime;
            Beside(checkpoints.Best, () => checkpoints.SaveIfBest(result.Metrics));
        }
    }

    void SaveLast() => Save(kept => kept.Save());

    /// <summary>The last checkpoint will be of an earlier step: what it would have been is kept beside it.</summary>
    void KeepWhatIsLeft() => Save(kept =>
    {
        string file = kept.SaveApart();
        KeptApart?.Invoke(file);
    });

    void Save(Action<Checkpoints> save)
    {
        if (checkpoints is not null)
        {
            checkpoints.TrainTime = trainers.First.TrainTime;
            Beside(checkpoints.Last, () => save(checkpoints));
        }
    }

    /// <summary>Training goes on from its past: times and what a loss of the device costs count from there.</summary>
    void GoOnElsewhere()
    {
        means.Skip();
        recovery?.Take(trainers);
    }

    /// <summary>Writes something that the run does not depend on: where it cannot be written, that is told, and the run goes on.</summary>
    void Beside(string file, Action write)
    {
        try
        {
            write();
            lost.Remove(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            lost[file] = failure.Message;
            NotWritten?.Invoke(failure.Message);
        }
    }

    /// <summary>What its learners have learned, by their names.</summary>
    public IReadOnlyDictionary<string, Learned> Learned => trainers.Learned;

    /// <summary>Goes on with what learners of these names have learned, where they have the same parts. To be called before the run.
    /// </summary>
    public void GoOnWith(IReadOnlyDictionary<string, Learned> learned) => trainers.GoOnWith(learned);

    /// <summary>Trains, then tests; what the user wants to be otherwise (<see cref="Scene.Changes"/>) ends it without. Cancelling ends
    /// training after the steps that are queued; the test is made all the same.</summary>
    /// <param name="onProgress">Called after each <paramref name="every"/>th step; without that at most ten times a second, and also at
    /// the end of each epoch and of the run.</param>
    /// <param name="onTest">Told of each test.</param>
    /// <exception cref="NanException">A metric was not a finite number; the message names it and the step.</exception>
    public RunResult Run(Action<RunProgress> onProgress, int? every = null, CancellationToken cancellation = default,
        Action<TestResult>? onTest = null)
    {
        foreach (TrainerBehaviour trainer in trainers.All)
        {
            trainer.Tested += result =>
            {
                Note(result = result with { Learner = trainers.NameOf(trainer) });
                onTest?.Invoke(result);
            };
            trainer.Measured += metrics =>
            {
                means.Add(trainer, metrics);
                if (trainers.IsLeading(trainer) && (every is null || metrics.Step % every == 0))
                {
                    onProgress(means.Take(trainer, FrameMilliseconds.Of(Scene.Time.FrameTimes)));
                }

                if (cancellation.IsCancellationRequested)
                {
                    trainers.Yield();
                }
            };
            trainer.Every(every ?? trainer.StepsPerEpoch, trainer.Measure);
        }

        PicturesOfRun? pictures = options.Pictures is { } wanted ? new(wanted, Player, trainers, Beside) : null;
        using FilmOfRun? film = options.Film is { } asked ? new(asked, Player, trainers, Beside) : null;
        while (!cancellation.IsCancellationRequested && !Player.IsClosing && Scene.Changes.Asked is null
            && (options.StaysOpen || !trainers.IsDone))
        {
            frames.Frame();
            pictures?.TakeIfDue();
            film?.TakeIfDue();
            TakeSnapshotIfDue();
        }

        Scene.FindBehaviour<TimeTravel>()?.GoToNewest();
        trainers.Stop();
        trainers.Measure(); // a NaN since the last progress is not passed over
        if (Scene.Changes.Asked is not null)
        {
            return Result(isComplete: false);
        }

        SaveLast(); // before the picture, and the test of who interrupts, which take a while that he may not have
        pictures?.TakeLast();
        film?.End();
        return Result(isComplete: trainers.IsOver);
    }

    RunResult Result(bool isComplete)
    {
        foreach (TrainerBehaviour trainer in trainers.All.Where(_ => Scene.Changes.Asked is null))
        {
            if (trainer.Test is { HasTest: true } evaluator && trainer.LatestTest is null)
            {
                Note(new TestResult(TestResult.Test, trainer.Steps, evaluator.Run(), trainers.NameOf(trainer)));
            }
        }

        double epochs = Math.Round((double)trainers.First.Steps / StepsPerEpoch, 4);
        return new RunResult(trainers.First.Steps, epochs, trainers.TrainTime, trainers.WeightsHash, latest, isComplete,
            FrameMilliseconds.Of(Scene.Time.FrameTimes)) { Costs = frames.Costs, Lost = [.. lost.Values] };
    }

    void Note(TestResult result)
    {
        result.CheckFinite();
        latest.RemoveAll(test => (test.Name, test.Learner) == (result.Name, result.Learner));
        latest.Add(result);
    }

    public void Dispose()
    {
        Player.Dispose();
        Scene.Dispose();
        held?.Dispose();
        assessments.Dispose();
    }
}
