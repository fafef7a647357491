using System.Diagnostics;
using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Engine.Behaviours;

/// <summary>
/// Trains a learner within each frame's budget, and tests it. Neither the budget nor what is shown changes what is learned.
/// </summary>
/// <param name="train">To learn from.</param>
/// <param name="batch">Items in a batch.</param>
public sealed class TrainerBehaviour(Learner learner, Dataset train, int batch) : Behaviour, ITensors, IKnobs, ITexts
{
    static readonly TimeSpan betweenMeasures = TimeSpan.FromSeconds(0.1);

    readonly LearnerPlaces places = new(learner);
    readonly StepMarks marks = new();
    readonly Stopwatch clock = new();
    Trainer? trainer;
    Stepper? stepper;
    Pacing? pacing;
    TestQueue? tests;
    BatchLook? look;
    Snapshot? start;
    TimeSpan before, measured;
    long measuredSteps, lookedAt, looks;
    bool isYielding, hasLearned;

    /// <summary>How long to train; null: until the scene ends.</summary>
    public RunLength? Length { get; init; }

    /// <summary>What a learning rate's schedule goes over; by default <see cref="Length"/>. A run that ends by time has no length in steps.
    /// </summary>
    public RunLength? Schedule { get; init; }

    /// <summary>How a step's numbers lie in memory between kernels.</summary>
    public Precision Precision { get; init; }

    /// <summary>Whether it keeps in mapped memory what it starts with, so that it can start over.</summary>
    public bool KeepsStart { get; init; } = true;

    /// <summary>Tests what was learned at the end, and where there is no <see cref="Validation"/> after each epoch; it stays the caller's.
    /// </summary>
    public Evaluator? Test { get; init; }

    /// <summary>Tests what was learned after each epoch, for the choice of what is best; it stays the caller's.</summary>
    public Evaluator? Validation { get; init; }

    /// <summary>Makes what is estimated at the end; it stays the caller's.</summary>
    public Func<Estimate?>? Estimate { get; init; }

    /// <summary>Names of the classes, for what shows them; by default the data's.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } =
        train.Fields.Select(field => field.Meaning).OfType<Meaning.Label>().FirstOrDefault()?.Names ?? [];

    public Learner Learner => learner;

    /// <summary>Items in a batch.</summary>
    public int Batch => batch;

    /// <summary>What it learns from.</summary>
    public Dataset Data => train;

    public int StepsPerEpoch { get; } = Math.Max(1, train.BatchesPerEpoch(batch) / learner.BatchesPerStep);

    /// <summary>Steps done since the start.</summary>
    public long Steps => trainer?.Steps ?? 0;

    /// <summary>What the part of a step was for that was computed last, where steps are computed in parts, as in slow motion; null where
    /// they are computed as a whole.</summary>
    public StepPhase? Phase => trainer?.Step.Phase;

    /// <summary>Steps of the whole run; null where the time decides, or nothing. Epochs are the last stage's where there are several.
    /// </summary>
    public int? RunSteps => Length?.InSteps(StepsPerEpoch, learner.Stages);

    /// <summary>Time from the first step on, without pauses.</summary>
    public TimeSpan TrainTime => before + clock.Elapsed;

    /// <summary>About how long it will still train without a pause; null while nothing is known, or nothing decides.</summary>
    public TimeSpan? TimeLeft => RunSteps is { } steps ? stepper?.TimeFor(steps - Steps) : Length?.Time - TrainTime;

    /// <summary>When its first step was done, of those after a checkpoint too: a timestamp of <see cref="Stopwatch"/>.</summary>
    public long? FirstStepAt { get; private set; }

    /// <summary>Whether it has trained as long as it was to, or has nothing more to learn.</summary>
    public bool IsOver => hasLearned || (RunSteps is { } steps ? Steps >= steps : TrainTime >= Length?.Time);

    /// <summary>Whether it has nothing left to do: it is over, and what it reached is tested where it has a test.</summary>
    public bool IsDone => IsOver && stepper is not { IsInParts: true } && (stepper is null || !IsTestDue);

    /// <summary>How it tests as it is now; null where that was not done since its last step.</summary>
    public EvaluationMetrics? LatestTest { get; private set; }

    /// <summary>What it is about, in a word.</summary>
    public string State => tests is { IsUnderWay: true } ? "testing" : IsOver ? "done" : Scene.Playback.IsPaused ? "paused"
        : trainer is { } running ? running.Stage.Name : Stage.Training.Name;

    /// <inheritdoc cref="Optimizer.LearningRateFactor"/>
    /// <remarks>Of all the learner's optimisers.</remarks>
    public float LearningRateFactor { get => learner.LearningRateFactor; set => learner.LearningRateFactor = value; }

    /// <summary>What each optimiser's learning rate is multiplied by, and the learner's own.</summary>
    public IReadOnlyList<Knob> Knobs => [.. learner.RateKnobs, .. (learner as IKnobs)?.Knobs ?? []];

    /// <summary>The learner's.</summary>
    public IReadOnlyList<EditableText> Texts => (learner as ITexts)?.Texts ?? [];

    /// <inheritdoc/>
    public int Generation { get; private set; }

    /// <summary>Told of the means over the steps since the last telling, ten times a second, and by <see cref="Measure"/>.</summary>
    public event Action<TrainingMetrics>? Measured;

    /// <summary>Told of each test when it is done.</summary>
    public event Action<TestResult>? Tested;

    /// <summary>Another number whenever there is another batch to look at.</summary>
    internal long Sight => look is null ? Steps : looks;

    internal bool IsPrepared => trainer is not null;

    /// <exception cref="InvalidOperationException">It is not prepared yet.</exception>
    internal Trainer Ready => trainer
        ?? throw new InvalidOperationException("The trainer is not prepared: that is done by the scene's first frame.");

    /// <summary>Has something done after each Nth step, when all steps before are done and none after has begun. It takes no training
    /// time.</summary>
    public void Every(int steps, Action act) => marks.Add(steps, act);

    /// <summary>Ends what <see cref="Every"/> began; also from within it.</summary>
    public void Never(Action act) => marks.Remove(act);

    /// <summary>Tells <see cref="Measured"/> of the steps that it was not told of.</summary>
    /// <exception cref="NanException">A metric was not a finite number; the message names it and the first such step.</exception>
    public void Measure()
    {
        if (measuredSteps != Steps)
        {
            (measuredSteps, measured) = (Steps, TrainTime);
            TrainingMetrics metrics = Ready.Read();
            hasLearned = learner.HasLearned(metrics);
            Measured?.Invoke(metrics);
        }
    }

    /// <summary>Records the step, with all that is shown kept where it can be seen. The scene's first frame does it if nothing did before.
    /// </summary>
    /// <exception cref="ArgumentException">The learner does not fit the data.</exception>
    /// <exception cref="UnknownTensorException">Something is to be shown that no step computes.</exception>
    public void Prepare()
    {
        if (trainer is not null)
        {
            return;
        }

        IReadOnlyList<string> shown = Scene.ShownOf(this), made = learner.Look?.Names ?? [];
        bool looks = shown.Intersect(made).Any();
        string[] columns = looks ? [.. train.Fields.Select(Dataset.TensorNameOf).Where(Wanted)] : [];
        string[] watch = [.. shown.Except(made).Where(name => !places.Has(name)).Union(looks ? columns.Union(learner.Look!.Of) : [])];
        TrainingSettings settings = new(batch)
        {
            RunSteps = Schedule?.InSteps(StepsPerEpoch, learner.Stages) ?? RunSteps,
            Precision = Precision,
            NodesWatched = Scene.NodesShownOf(this),
        };
        trainer = new Trainer(Scene.Gpu, learner, train, settings, watch);
        stepper = new Stepper(trainer.Step);
        pacing = new Pacing(Scene.Playback, StepsPerEpoch);
        tests = new TestQueue(Test, Validation, Estimate, trainer.Note);
        start = KeepsStart ? trainer.Capture() : null;
        look = looks ? new BatchLook(Scene.Gpu, learner.Look!, columns, trainer) : null;

        bool Wanted(string column) => shown.Contains(column) || learner.Look!.Of.Contains(column); // a step need not read the others
    }

    /// <summary>Trains no more in this frame, so that what was done so far is drawn. To be called from what is done after a step.</summary>
    public void Yield() => isYielding = true;

    /// <summary>Ends the step that is under way, and training time with it, until the next frame.</summary>
    public void Stop()
    {
        if (stepper is { IsInParts: true })
        {
            stepper.Run(1);
            AfterSteps();
        }

        clock.Stop();
    }

    /// <summary>Whether it stands between two steps and owes no test.</summary>
    internal bool CanBeHeld => trainer is not null && !stepper!.IsInParts && !IsTestDue;

    /// <summary>It as it is now, between two steps.</summary>
    internal HeldTraining Hold() => new(Ready.Hold(), TrainTime, IsTestDue);

    /// <summary>Goes back to how it was, and has those who watch see that.</summary>
    internal void Show(HeldTraining held)
    {
        Ready.Rehearse(held.Moment);
        GoOnFrom(held.TrainTime, held.IsTestOwed);
        lookedAt = -1;
    }

    /// <summary>Takes note of having been restored to another step.</summary>
    /// <param name="trainTime">Training time before that.</param>
    /// <param name="isTestOwed">Whether what was reached is still to be tested.</param>
    internal void GoOnFrom(TimeSpan trainTime, bool isTestOwed = false)
    {
        Rebind();
        pacing!.Forget();
        clock.Reset();
        (before, measured) = (trainTime, trainTime);
        measuredSteps = lookedAt = Steps;
        hasLearned = false;
        tests!.SkipTo(isTestOwed || Ready.AwaitsTest ? Steps - 1 : Steps);
        LatestTest = null;
    }

    /// <inheritdoc/>
    /// <remarks>Parameters and states by their paths, what a step computes or the learner shows by its name, the columns of the batch,
    /// <c>batch</c> (its images) and <c>label</c>, <c>learningRate</c>, and what the learner makes of the last batch.</remarks>
    public TensorMemory Find(string name)
    {
        Prepare();
        return places.Find(name) ?? look?.Find(name) ?? Ready.Find(name) ?? throw new UnknownTensorException(name,
            $"\"{name}\" was not asked for before training began. Add what shows it before the scene's first frame.");
    }

    internal override bool IsEssential => true;

    /// <summary>Before what watches it.</summary>
    public override int Order { get; init; } = -100;

    protected override void Awake() => Scene.Playback.StartedOver += StartOver;

    protected override void Start() => Prepare();

    /// <remarks>What the test of an epoch leaves of a frame is trained in: short ones would else take two frames each.</remarks>
    protected override void Update()
    {
        TimeSpan budget = Share(Time.Budget);
        long begin = Stopwatch.GetTimestamp();
        for (TimeSpan left = budget; GoOn(left) && left > TimeSpan.Zero; left = budget - Stopwatch.GetElapsedTime(begin)) { }
    }

    /// <returns>Whether there may be more to do in the same frame, because a test has just ended, or one is due.</returns>
    bool GoOn(TimeSpan budget)
    {
        bool hasTime = budget > TimeSpan.Zero;
        if (hasTime && IsTestDue)
        {
            clock.Stop();
            GoOnTesting(budget);
            return !IsTestDue && Scene.Playback.Due is null;
        }

        if (!IsOver && (Scene.Playback.Due is null ? hasTime : pacing!.IsDue(Steps)))
        {
            Train(budget);
            return hasTime && !isYielding && IsTestDue && Scene.Playback.Due is null;
        }

        if (IsOver)
        {
            Stop();
        }

        clock.Stop();
        return false;
    }

    /// <summary>Several trainers of a scene share a frame's budget; one that is done leaves its part to the others.</summary>
    internal TimeSpan Share(TimeSpan budget) =>
        budget / Math.Max(1, Scene.FindBehaviours<TrainerBehaviour>().Count(other => other.IsActiveAndEnabled && !other.IsDone));

    /// <summary>In the middle of a step, in parts, there is nothing whole to test.</summary>
    bool IsTestDue
    {
        get
        {
            if (!stepper!.IsInParts)
            {
                tests!.Note(Steps, isEpochsEnd: Steps % StepsPerEpoch == 0 && learner.IsTested(Ready.Stage), isOver: IsOver);
            }

            return tests!.IsDue;
        }
    }

    void GoOnTesting(TimeSpan budget)
    {
        if (tests!.Run(budget, Steps) is { } result)
        {
            LatestTest = result.Name == TestResult.Test ? result.Metrics : LatestTest;
            Tested?.Invoke(result);
        }
    }

    void Train(TimeSpan budget)
    {
        isYielding = false;
        EnterNextStage();
        clock.Start();
        if (Scene.Playback.Due is null)
        {
            stepper!.Run(budget, StepsToMark, AfterSteps);
        }
        else
        {
            pacing!.Run(stepper!, budget, () => Steps, StepsToMark, AfterSteps);
        }

        if (IsOver || TrainTime - measured >= betweenMeasures)
        {
            Measure();
        }

        clock.Stop(); // drawing and what else is in the scene are no training time
    }

    /// <summary>A stage is compiled when its turn comes, which is no training time.</summary>
    void EnterNextStage()
    {
        if (!stepper!.IsInParts && Ready.StepsLeftInStage <= 0)
        {
            Measure();
            clock.Stop();
            Ready.EnterNextStage();
            Rebind();
        }
    }

    /// <summary>The step may be another one now, with tensors of its own.</summary>
    void Rebind()
    {
        stepper!.EndParts();
        if (stepper.Step != Ready.Step)
        {
            stepper = new Stepper(Ready.Step);
            look?.Attach(Ready.Step);
            Generation++;
        }
    }

    /// <summary>A batch whose step is under way is looked at once it is answered: before, the answers are to another one.</summary>
    protected override void LateUpdate()
    {
        bool isAnswered = Phase?.Kind is PhaseKind.Loss or PhaseKind.Backward or PhaseKind.Update;
        long step = stepper!.IsInParts && isAnswered ? Steps + 1 : Steps;
        if (look is not null && (isAnswered || !stepper.IsInParts) && lookedAt != step)
        {
            look.Look();
            (lookedAt, looks) = (step, looks + 1);
        }
    }

    protected override void OnDestroy()
    {
        Scene.Playback.StartedOver -= StartOver;
        look?.Dispose();
        trainer?.Dispose();
    }

    /// <summary>Steps until something is to be done after one, or the run is over; 0 when it is.</summary>
    int StepsToMark()
    {
        if (IsOver || isYielding || IsTestDue || Ready.StepsLeftInStage <= 0)
        {
            return 0;
        }

        long toTest = tests!.HasAny ? StepsPerEpoch - Steps % StepsPerEpoch : int.MaxValue;
        return (int)marks.ToNext(
            Steps, Math.Min(Math.Min(RunSteps - Steps ?? int.MaxValue, Ready.StepsLeftInStage ?? int.MaxValue), toTest));
    }

    void AfterSteps()
    {
        FirstStepAt ??= Stopwatch.GetTimestamp();
        LatestTest = null;
        clock.Stop();
        marks.Act(Steps);
        clock.Start();
    }

    void StartOver()
    {
        if (start is not null)
        {
            Ready.Restore(start);
            GoOnFrom(TimeSpan.Zero);
            look?.Clear();
        }
    }
}
