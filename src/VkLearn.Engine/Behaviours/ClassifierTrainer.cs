using System.Diagnostics;
using VkLearn.Data;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Engine.Behaviours;

/// <summary>
/// Trains a classifier within each frame's budget. Neither the budget nor what is shown changes what is learned.
/// </summary>
/// <param name="model">[batch, ..item] to logits [batch, classes].</param>
/// <param name="train">To learn from.</param>
/// <param name="optimizer">Of its own.</param>
/// <param name="batch">Items in a step.</param>
public sealed class ClassifierTrainer(Layer model, Dataset train, Optimizer optimizer, int batch) : Behaviour, ITensors
{
    const string Rate = "learningRate";

    static readonly TimeSpan betweenMeasures = TimeSpan.FromSeconds(0.1);

    readonly Dictionary<string, Place> places =
        model.Parameters.AsEnumerable<Place>().Concat(model.States).DistinctBy(place => place.Path).ToDictionary(place => place.Path);
    readonly List<(int Steps, Action Act)> marks = [];
    readonly Stopwatch clock = new();
    Trainer? trainer;
    Stepper? stepper;
    TestPass? test;
    BatchLook? look;
    Snapshot? start;
    TimeSpan before, measured;
    long measuredSteps, lookedAt, testedAt;
    bool isYielding;

    /// <summary>How long to train; null: until the scene ends.</summary>
    public RunLength? Length { get; init; }

    /// <summary>Steps that a learning rate's schedule goes over; by default those of <see cref="Length"/>.</summary>
    public int? ScheduledSteps { get; init; }

    /// <summary>How a step's numbers lie in memory between kernels.</summary>
    public Precision Precision { get; init; }

    /// <summary>The share of each label that lies evenly on all classes.</summary>
    public float LabelSmoothing { get; init; }

    /// <summary>Of the model's parameters, which goes on after each step, for what tests or shows it; null: none.</summary>
    public WeightAverage? Average { get; init; }

    /// <summary>Whether it keeps in host memory what it starts with, so that it can start over.</summary>
    public bool KeepsStart { get; init; } = true;

    /// <summary>Tests the model after each epoch and at the end, if not null; it stays the caller's.</summary>
    public Evaluator? Test { get; init; }

    /// <summary>Names of the classes, for what shows them; by default their numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Items in a step.</summary>
    public int Batch => batch;

    public Layer Model => model;

    /// <summary>The shape of what it learns from, without the batch.</summary>
    public Shape Item => train.Shape;

    public int StepsPerEpoch { get; } = train.BatchesPerEpoch(batch);

    /// <summary>Steps done since the start.</summary>
    public long Steps => trainer?.Steps ?? 0;

    /// <summary>Steps of the whole run; null where the time decides, or nothing.</summary>
    public int? RunSteps => Length?.InSteps(StepsPerEpoch);

    /// <summary>Time from the first step on, without pauses.</summary>
    public TimeSpan TrainTime => before + clock.Elapsed;

    /// <summary>About how long it will still train without a pause; null while nothing is known, or nothing decides.</summary>
    public TimeSpan? TimeLeft => RunSteps is { } steps ? stepper?.TimeFor(steps - Steps) : Length?.Time - TrainTime;

    /// <summary>When its first step was done, of those after a checkpoint too: a timestamp of <see cref="Stopwatch"/>.</summary>
    public long? FirstStepAt { get; private set; }

    /// <summary>Whether it has trained as long as it was to.</summary>
    public bool IsOver => RunSteps is { } steps ? Steps >= steps : TrainTime >= Length?.Time;

    /// <summary>Whether it has nothing left to do: it is over, and what it reached is tested where it has a test.</summary>
    public bool IsDone => IsOver && stepper is not { IsInParts: true } && (test is null || !IsTestDue);

    /// <summary>How the model tests as it is now; null where that was not done since its last step.</summary>
    public EvaluationMetrics? Standing { get; private set; }

    /// <summary>What it is about, in a word.</summary>
    public string State => test is { IsUnderWay: true } ? "testing" : IsOver ? "done" : Scene.Playback.IsPaused ? "paused" : "training";

    /// <inheritdoc cref="Optimizer.LearningRateFactor"/>
    public float LearningRateFactor
    {
        get => optimizer.LearningRateFactor;
        set => optimizer.LearningRateFactor = value;
    }

    /// <summary>Told of the means over the steps since the last telling, ten times a second, and by <see cref="Measure"/>.</summary>
    public event Action<TrainingMetrics>? Measured;

    /// <summary>Told of each test, by <see cref="Test"/>, when it is done.</summary>
    public event Action<EvaluationMetrics>? Tested;

    /// <exception cref="InvalidOperationException">It is not prepared yet.</exception>
    internal Trainer Ready => trainer
        ?? throw new InvalidOperationException("The trainer is not prepared: that is done by the scene's first frame.");

    /// <summary>Has something done after each Nth step, when all steps before are done and none after has begun. It takes no training
    /// time.</summary>
    public void Every(int steps, Action act)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        marks.Add((steps, act));
    }

    /// <summary>Tells <see cref="Measured"/> of the steps that it was not told of.</summary>
    /// <exception cref="NanException">A loss was not a finite number; the message names the first such step.</exception>
    public void Measure()
    {
        if (measuredSteps != Steps)
        {
            (measuredSteps, measured) = (Steps, TrainTime);
            Measured?.Invoke(Ready.Read());
        }
    }

    /// <summary>Records the step, with all that is shown kept where it can be seen. The scene's first frame does it if nothing did before.
    /// </summary>
    /// <exception cref="ArgumentException">The model does not fit the data.</exception>
    /// <exception cref="UnknownTensorException">Something is to be shown that the step does not compute.</exception>
    public void Prepare()
    {
        if (trainer is not null)
        {
            return;
        }

        IReadOnlyList<string> shown = Scene.ShownOf(this);
        bool looks = BatchLook.Serves(shown);
        string[] watch = [.. shown.Where(IsComputed).Union(looks ? BatchLook.Watched : [])];
        trainer = new Trainer(Scene.Gpu, model, train, optimizer, batch, ScheduledSteps ?? RunSteps, watch, Precision,
            LabelSmoothing, Average);
        stepper = new Stepper(trainer.Step);
        test = Test is { } evaluator ? new TestPass(evaluator) : null;
        start = KeepsStart ? trainer.Capture() : null;
        look = looks ? new BatchLook(Scene.Gpu, trainer.Step) : null;
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

    /// <summary>Takes note of having been restored to another step.</summary>
    /// <param name="trainTime">Training time before that.</param>
    internal void GoOnFrom(TimeSpan trainTime)
    {
        stepper!.EndParts();
        test?.Cancel();
        clock.Reset();
        (before, measured) = (trainTime, trainTime);
        measuredSteps = lookedAt = testedAt = Steps;
        Standing = null;
    }

    /// <inheritdoc/>
    /// <remarks>Parameters and states by their paths, what a step computes by its name, <c>batch</c>, <c>label</c>, <c>output</c>,
    /// <c>learningRate</c>, and of the last batch <c>prediction</c>, and <c>confusion</c>: what percentage of a true class
    /// (row) was taken for each (column) of late.</remarks>
    public TensorMemory Find(string name)
    {
        Prepare();
        TensorMemory? memory = name switch
        {
            _ when places.TryGetValue(name, out Place? place) => place.Memory,
            Rate when optimizer.LearningRate.IsConstant => optimizer.Rate.Memory,
            _ => look?.Find(name) ?? Ready.Step.Watches.GetValueOrDefault(name)?.Memory,
        };
        return memory ?? throw new UnknownTensorException(name,
            $"\"{name}\" was not asked for before training began. Add what shows it before the scene's first frame.");
    }

    internal override bool IsEssential => true;

    protected override void Awake() => Scene.Playback.StartedOver += StartOver;

    protected override void Start() => Prepare();

    protected override void Update()
    {
        bool hasTime = Time.Budget > TimeSpan.Zero;
        if (test is not null && hasTime && IsTestDue)
        {
            clock.Stop();
            GoOnTesting(test);
        }
        else if (!IsOver && (Scene.Playback.IsPaused ? Scene.Playback.IsStepping : hasTime))
        {
            Train();
        }
        else if (IsOver)
        {
            Stop();
        }
        else
        {
            clock.Stop();
        }
    }

    /// <summary>In the middle of a step, in parts, there is nothing whole to test.</summary>
    bool IsTestDue => test!.IsUnderWay
        || (!stepper!.IsInParts && Steps > 0 && testedAt != Steps && (Steps % StepsPerEpoch == 0 || IsOver));

    void GoOnTesting(TestPass test)
    {
        if (!test.IsUnderWay)
        {
            testedAt = Steps;
            test.Begin();
        }

        if (test.Run(Time.Budget) is { } metrics)
        {
            Standing = metrics;
            Tested?.Invoke(metrics);
        }
    }

    void Train()
    {
        isYielding = false;
        clock.Start();
        if (Scene.Playback.IsPaused)
        {
            stepper!.Run(1);
            AfterSteps();
        }
        else
        {
            stepper!.Run(Time.Budget, StepsToMark, AfterSteps);
        }

        if (IsOver || TrainTime - measured >= betweenMeasures)
        {
            Measure();
        }

        if (IsOver)
        {
            clock.Stop();
        }
    }

    /// <summary>A batch whose step is under way is not looked at: its labels are not those of the logits.</summary>
    protected override void LateUpdate()
    {
        if (look is not null && !stepper!.IsInParts && lookedAt != Steps)
        {
            look.Look();
            lookedAt = Steps;
        }
    }

    protected override void OnDestroy()
    {
        Scene.Playback.StartedOver -= StartOver;
        look?.Dispose();
        trainer?.Dispose();
    }

    /// <summary>Whether a step makes it, so that it can be seen only where it is kept.</summary>
    bool IsComputed(string name) => !places.ContainsKey(name) && name is not (BatchLook.Prediction or BatchLook.Percent)
        && !(name is Rate && optimizer.LearningRate.IsConstant);

    /// <summary>Steps until something is to be done after one, or the run is over; 0 when it is.</summary>
    int StepsToMark()
    {
        if (IsOver || isYielding || (test is not null && IsTestDue))
        {
            return 0;
        }

        long toTest = test is null ? int.MaxValue : StepsPerEpoch - Steps % StepsPerEpoch;
        long steps = Math.Min(RunSteps - Steps ?? int.MaxValue, toTest);
        foreach ((int every, _) in marks)
        {
            steps = Math.Min(steps, every - Steps % every);
        }

        return (int)steps;
    }

    void AfterSteps()
    {
        FirstStepAt ??= Stopwatch.GetTimestamp();
        Standing = null;
        clock.Stop();
        foreach ((int every, Action act) in marks)
        {
            if (Steps % every == 0)
            {
                act();
            }
        }

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
