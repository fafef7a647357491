using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Optimizers;

namespace VkLearn.Training;

/// <summary>Trains a learner: a recorded step of batch, forward, backward, update and metrics, replayed; stage after stage.</summary>
public sealed class Trainer : IDisposable
{
    readonly GpuDevice gpu;
    readonly Learner learner;
    readonly Dataset data;
    readonly TrainingSettings settings;
    readonly IReadOnlyCollection<string> watch;
    readonly MetricSums sums;
    readonly TrainingState state;
    readonly StagePlan stages;
    readonly LearningRates rates;
    readonly Recording?[] steps; // one for each stage that was reached; those of before stay, for what looks at their tensors
    readonly NetworkMap?[] networks; // of each of them, where it is watched
    readonly Dictionary<string, TensorType> types = [];
    readonly Dictionary<string, State> absent = []; // what only other stages compute
    readonly (Tensor Block, Counter Clock)? random;
    int stage;
    long read, before;
    bool isDisposed;

    /// <param name="data">While another trainer goes through it, this one goes through it in an order of its own.</param>
    /// <param name="watch">Names of a step's tensors to see, such as <c>batch</c>, what a layer computes, <c>layers.1:output</c>, what the
    /// learner shows, a gradient, <c>layers.1.weight:gradient</c>. They never change what is learned.</param>
    /// <exception cref="ArgumentException">The learner does not fit the data; the message says where and what would.</exception>
    /// <exception cref="UnknownTensorException">No stage's step computes anything of a name that is to be watched.</exception>
    public Trainer(GpuDevice gpu, Learner learner, Dataset data, TrainingSettings settings, IReadOnlyCollection<string>? watch = null)
    {
        (this.gpu, this.learner, this.settings, this.watch) = (gpu, learner, settings, watch ?? []);
        StepsPerEpoch = Math.Max(1, data.BatchesPerEpoch(settings.Batch) / learner.BatchesPerStep);
        stages = new StagePlan(learner.Stages, StepsPerEpoch);
        steps = new Recording?[learner.Stages.Count];
        networks = new NetworkMap?[steps.Length];
        rates = new LearningRates(learner);
        if (settings.RunSteps is { } run)
        {
            rates.Over(_ => run);
        }

        sums = new MetricSums(learner.Metrics);
        this.data = data.Take(isTraining: true);
        try
        {
            Session session = Session.Of(gpu);
            session.Settle(sums.Sums); // of a learner that tells nothing no step does
            random = session.RandomOfTraining();
            TraceAll();
            Enter(0);
            state = new TrainingState(gpu, learner, this.data, settings, sums.Sums, random?.Clock ?? session.Counters.Clock);
            session.Trainings++;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="Trainer(GpuDevice, Learner, Dataset, TrainingSettings, IReadOnlyCollection{string})"/>
    /// <param name="batchSize">Items in a step.</param>
    /// <param name="runSteps">See <see cref="TrainingSettings.RunSteps"/>.</param>
    public Trainer(GpuDevice gpu, Learner learner, Dataset data, int batchSize, int? runSteps = null,
        IReadOnlyCollection<string>? watch = null)
        : this(gpu, learner, data, new TrainingSettings(batchSize) { RunSteps = runSteps }, watch) { }

    /// <summary>The recorded step of the stage that it is in.</summary>
    public Recording Step => steps[stage]!;

    public Stage Stage => learner.Stages[stage];

    /// <summary>The network of that stage; null where <see cref="TrainingSettings.NodesWatched"/> is 0.</summary>
    public NetworkMap? Network => networks[stage];

    public int StepsPerEpoch { get; }

    /// <summary>Steps queued since the start, those before a snapshot that it went on with among them.</summary>
    public long Steps => before + Step.Replays;

    /// <summary>Steps until the stage that it is in ends; null in the last.</summary>
    public long? StepsLeftInStage => stages.EndOf(stage) - Steps;

    /// <summary>Enters the next stage where this one is at its end; called before steps, so that a run that ends with a stage enters none.
    /// </summary>
    /// <returns>Whether it did: <see cref="Step"/> is another one now.</returns>
    public bool EnterNextStage()
    {
        if (StepsLeftInStage is not <= 0)
        {
            return false;
        }

        long done = Steps;
        Enter(stages.At(done));
        before = done - Step.Replays;
        return true;
    }

    /// <summary>Tells learning rates that go by tests (<see cref="PlateauSchedule"/>) how the steps so far tested.</summary>
    /// <exception cref="InvalidOperationException">The test does not tell of the metric that one goes by.</exception>
    public void Note(EvaluationMetrics test) => rates.Note(test, Steps);

    /// <summary>Whether a learning rate goes by tests and <see cref="Note"/> was not told how the steps so far did.</summary>
    public bool AwaitsTest => rates.Await(Steps);

    /// <summary>Queues steps; waits only while three submits are pending, and for the compiling of a stage that begins.</summary>
    public void Run(int steps)
    {
        while (steps > 0)
        {
            EnterNextStage();
            int now = (int)Math.Min(steps, StepsLeftInStage ?? steps);
            Step.Replay(now);
            steps -= now;
        }
    }

    /// <summary>The means of the steps since the last reading; waits for them.</summary>
    /// <exception cref="NanException">A metric was not a finite number; the message names it and the first such step.</exception>
    public TrainingMetrics Read()
    {
        (int count, int finite, MetricValues means) = sums.Read();
        CheckFinite(count, finite, means);
        read += count;
        return new TrainingMetrics(read, (int)((Math.Max(1, read) - 1) / StepsPerEpoch) + 1, count, means);
    }

    /// <summary>
    /// All that the steps to come depend on, after those that are queued; waits for them. It changes nothing: the run goes on to the same
    /// bits.
    /// </summary>
    /// <exception cref="NanException">A metric was not a finite number, so that nothing is worth to be kept.</exception>
    public Snapshot Capture()
    {
        Step.EndReplay();
        (int count, int finite, MetricValues means) = sums.Look();
        CheckFinite(count, finite, means);
        return state.Capture(Steps, read, stage, Step);
    }

    /// <summary>
    /// Goes on from a snapshot, of this or of another trainer: the steps that follow have the bits that they would have had there. Refused
    /// unless it is of the same training; nothing is changed then.
    /// </summary>
    /// <exception cref="DataException">It is of another one; the message names the file and the tensor or setting.</exception>
    public void Restore(Snapshot snapshot)
    {
        Step.EndReplay();
        (int back, long done) = (stage, Steps);
        state.CheckSettings(snapshot);
        Enter(state.StageOf(snapshot));
        try
        {
            state.Restore(snapshot, Step);
        }
        catch
        {
            stage = back;
            before = done - Step.Replays;
            throw;
        }

        GoOnFrom(snapshot);
    }

    void GoOnFrom(Snapshot snapshot) => (before, read) = (snapshot.Step - Step.Replays, snapshot.Number("read"));

    /// <summary>All that the steps to come depend on, after those that are queued, kept on the device. It waits for nothing and changes
    /// nothing: the run goes on to the same bits.</summary>
    /// <exception cref="OutOfDeviceMemoryException">There is no room for it.</exception>
    public Moment Hold()
    {
        Step.EndReplay();
        return state.Hold(Steps, read, stage);
    }

    /// <summary>Goes on from a moment of this very trainer: the steps that follow have the bits that they would have had there.</summary>
    public void Restore(Moment moment)
    {
        Step.EndReplay();
        Enter(state.StageOf(moment.About));
        state.Restore(moment);
        GoOnFrom(moment.About);
    }

    /// <summary>Has the step after a moment computed for those who watch, and goes back to the moment: what is watched is then how the
    /// next batch goes through the moment's weights.</summary>
    public void Rehearse(Moment moment)
    {
        Restore(moment);
        Step.Replay();
        Restore(moment);
    }

    /// <summary>Where a watched tensor lies, by its name; zeros for what another stage computes; null for what is not watched.</summary>
    public TensorMemory? Find(string name)
    {
        if (Step.Watches.TryGetValue(name, out Tensor? watched))
        {
            return watched.Memory;
        }

        if (steps.Length == 1 || TypeOf(name) is not { } type)
        {
            return null;
        }

        if (!absent.TryGetValue(name, out State? zeros))
        {
            absent.Add(name, zeros = new State($"absent {name}", type.Shape, type: type.Type));
            Session.Of(gpu).Settle(zeros);
        }

        return zeros.Memory;
    }

    /// <summary>The type of what is watched, whatever stage computes it; null where none does.</summary>
    public TensorType? TypeOf(string watched) => types.TryGetValue(watched, out TensorType type) ? type : null;

    /// <summary>
    /// Where several stages follow each other, all of them are traced at the beginning, though compiled only when their turn comes: what
    /// they own is there then, and what they compute is known.
    /// </summary>
    void TraceAll()
    {
        Dictionary<Optimizer, int> updating = learner.Optimizers.ToDictionary(optimizer => optimizer, _ => 0);
        for (int i = 0; i < steps.Length && steps.Length > 1; i++)
        {
            int index = i;
            gpu.Trace(() =>
            {
                NoteTypes(TraceStep(index));
                foreach (Optimizer optimizer in learner.Optimizers.Where(optimizer => optimizer.IsUpdating))
                {
                    updating[optimizer] += stages.StepsOf(index, settings.RunSteps ?? 0);
                }
            });
        }

        if (steps.Length > 1 && settings.RunSteps is not null)
        {
            rates.Over(optimizer => updating[optimizer]); // a stage's optimiser goes over that stage
        }

        if (steps.Length > 1 && watch.FirstOrDefault(name => !types.ContainsKey(name)) is { } unknown)
        {
            throw VkLearn.Trace.Unknown(unknown, [.. types.Keys], "training");
        }

        void NoteTypes(IReadOnlyDictionary<string, Tensor> named)
        {
            foreach ((string name, Tensor tensor) in named)
            {
                types.TryAdd(name, tensor.TensorType);
            }
        }
    }

    void Enter(int index)
    {
        string name = steps.Length == 1 ? "training step" : $"training step of {learner.Stages[index].Name}";
        steps[index] ??= gpu.RecordTraining(() => Watched(index, name), name, settings.Precision, random);
        stage = index;
    }

    void Watched(int index, string name)
    {
        NetworkTrace? network = settings.NodesWatched > 0 ? new() : null;
        IReadOnlyDictionary<string, Tensor> named = TraceStep(index, network);
        networks[index] = network?.End(named);
        IEnumerable<string> all = watch.Union(networks[index]?.TensorsOf(settings.NodesWatched) ?? []);
        foreach (string watched in all.Where(watched => steps.Length == 1 || named.ContainsKey(watched)))
        {
            Tensor tensor = named.TryGetValue(watched, out Tensor? found) ? found
                : throw VkLearn.Trace.Unknown(watched, [.. named.Keys], name);
            tensor.Watch(watched);
            types.TryAdd(watched, tensor.TensorType);
        }
    }

    /// <returns>What it computes and shows, by name; the first where several have one.</returns>
    IReadOnlyDictionary<string, Tensor> TraceStep(int index, NetworkTrace? network = null)
    {
        Batch batch = data.NextBatch(settings.Batch);
        using IDisposable? listening = network?.Listen(VkLearn.Trace.Current, batch.Fields.Select(field => batch[field.Name]));
        IReadOnlyDictionary<string, Tensor> shown = learner.TraceStep(batch, learner.Stages[index], sums);
        Dictionary<string, Tensor> named = new(shown);
        foreach ((string name, Tensor tensor) in
            VkLearn.Trace.NamesOf(shown.Values.Concat(VkLearn.Trace.Current.Ends)))
        {
            named.TryAdd(name, tensor);
        }

        return named;
    }

    void CheckFinite(int count, int finite, MetricValues means)
    {
        if (finite < count)
        {
            throw new NanException(
                $"The {means.FirstNotFinite?.Name ?? "metric"} of step {read + finite + 1} is not a finite number. " +
                $"Try a lower learning rate; VKLEARN_NAN=1 names the first op that made a NaN.");
        }
    }

    public void Dispose()
    {
        foreach (Recording? step in steps)
        {
            step?.Dispose();
        }

        if (!isDisposed)
        {
            isDisposed = true;
            data.GiveBack(isTraining: true);
            sums.Dispose();
            random?.Clock.Dispose();
            foreach (State zeros in absent.Values)
            {
                zeros.Dispose();
            }
        }
    }
}
