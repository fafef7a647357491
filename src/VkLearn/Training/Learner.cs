using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Optimizers;

namespace VkLearn.Training;

/// <summary>
/// What a scene trains: a classifier, an autoencoder, a GAN. It says what a step computes and what it owns; everything around it (length,
/// frames, pause, start over, checkpoints, recovery, tests, curves, reports) is written once and knows no learner by name.
/// </summary>
/// <example><code>
/// public sealed class Regressor : Learner
/// {
///     public Regressor(Layer model, Optimizer optimizer)
///     {
///         (this.model, this.optimizer) = (Own("", model), Own("optimizer", optimizer));
///         loss = Measure("loss", better: Better.Lower);
///     }
///
///     protected override void Step(Batch batch, Stage stage)
///     {
///         Tensor error = Loss.MeanSquaredError(model.Forward(batch["x"]), batch["y"]);
///         optimizer.Minimize(error, of: model);
///         loss.Add(error);
///     }
/// }
/// </code></example>
public abstract class Learner : IDisposable
{
    readonly List<(string Name, object Thing)> owned = [];
    readonly List<Metric> metrics = [];
    Tracing? tracing;

    /// <summary>All that it tells of itself, in the order of its making.</summary>
    public IReadOnlyList<Metric> Metrics => metrics;

    /// <summary>The metrics of a test that say which checkpoint is the best, the first most; by default all that have a better.</summary>
    public virtual IReadOnlyList<Metric> BestBy => [.. metrics.Where(metric => metric.Better != Better.Neither)];

    /// <summary>What it goes through, one after the other.</summary>
    public virtual IReadOnlyList<Stage> Stages { get; } = [Stage.Training];

    /// <summary>Batches that a step takes: the one that it is given, and those by <see cref="Batch.Next"/>.</summary>
    public virtual int BatchesPerStep => 1;

    /// <summary>What it makes of a batch for those who watch; null: nothing but what a step computes anyway.</summary>
    public virtual Look? Look => null;

    /// <summary>What it makes by itself while it learns, for those who watch.</summary>
    public virtual IReadOnlyList<Sampler> Samplers => [];

    /// <summary>What decides the bits beside what it owns, each a setting by its name: a checkpoint goes on only with the same.</summary>
    public virtual IReadOnlyList<(string Name, string Value)> Settings => [];

    /// <summary>The models that it owns.</summary>
    public IReadOnlyList<Layer> Models => [.. OfType<Layer>().Select(model => model.Thing)];

    /// <summary>The optimisers that it owns.</summary>
    public IReadOnlyList<Optimizer> Optimizers => [.. OfType<Optimizer>().Select(optimizer => optimizer.Thing)];

    /// <summary>What it answers to items [N, ..] when it is asked and not trained, such as probabilities [N, classes].</summary>
    /// <exception cref="NotSupportedException">It has no answers.</exception>
    public virtual Tensor Answer(Tensor items) => throw new NotSupportedException($"{GetType().Name} gives no answers to items.");

    /// <summary>
    /// Makes something its own: saved, restored, hashed and shown under its name. To be called in the constructor, or in
    /// <see cref="Survey"/> for what is as large as the data.
    /// </summary>
    /// <param name="name">A model's tensors have it before their paths, <c>generator.layers.0.weight</c>, or stand by themselves where it
    /// is empty; an optimiser's have a colon between, <c>critic:learningRate</c>.</param>
    /// <param name="owned">A <see cref="Layer"/>, <see cref="Optimizer"/>, <see cref="WeightAverage"/> or <see cref="State"/>.</param>
    /// <exception cref="ArgumentException">The name is taken, or it is nothing that can be saved.</exception>
    protected T Own<T>(string name, T owned) where T : class
    {
        if (owned is not (Layer or Optimizer or WeightAverage or State))
        {
            throw new ArgumentException($"{GetType().Name} cannot own \"{name}\", a {typeof(T).Name}: what is saved and restored is a "
                + "Layer, an Optimizer, a WeightAverage or a State.");
        }

        if (this.owned.Any(other => other.Name == name))
        {
            throw new ArgumentException($"{GetType().Name} owns two things named \"{name}\"; give one another name.");
        }

        (owned as Layer)?.Root.NameRoot(name);
        this.owned.Add((name, owned));
        return owned;
    }

    /// <summary>Owns things that a part of the learner lists by name.</summary>
    /// <inheritdoc cref="Own{T}(string, T)"/>
    protected void Own(IEnumerable<(string Name, object Thing)> things)
    {
        foreach ((string name, object thing) in things)
        {
            Own(name, thing);
        }
    }

    /// <summary>Makes a metric. To be called in the constructor.</summary>
    /// <param name="unit">See <see cref="Metric.Unit"/>.</param>
    /// <param name="better">Which way it gets better, for the choice of the best checkpoint.</param>
    /// <param name="ofMean">What is told of the mean, such as its exponential; null: it is told itself.</param>
    /// <exception cref="ArgumentException">The name is taken or empty.</exception>
    protected Metric Measure(string name, string unit = "", Better better = Better.Neither, Func<double, double>? ofMean = null) =>
        Measure(new Metric(this, name, unit, better) { OfMean = ofMean });

    /// <summary>Makes a metric of tests that is no mean: worked out from sums over all items. To be called in the constructor.</summary>
    /// <param name="ofSums">What they make, given row-major; null: nothing is told.</param>
    /// <inheritdoc cref="Measure(string, string, Better, Func{double, double}?)"/>
    protected Metric MeasureSums(string name, string unit, Better better, Func<float[], double?> ofSums) =>
        Measure(new Metric(this, name, unit, better) { OfSums = ofSums });

    Metric Measure(Metric metric)
    {
        if (metric.Name == "" || metrics.Exists(known => known.Name == metric.Name))
        {
            throw new ArgumentException($"{GetType().Name} measures \"{metric.Name}\" already, or it is no name.");
        }

        metrics.Add(metric);
        return metric;
    }

    /// <summary>Makes and owns what has the form of the data, where its settings do not say that; before its models begin or are loaded.
    /// </summary>
    /// <param name="fields">What an item has.</param>
    public virtual void Build(IReadOnlyList<Field> fields) { }

    /// <summary>What it finds out of the items that it will learn from, before its first step is traced, also where it goes on from a
    /// checkpoint: items to show, what to compare itself with, weights of
    /// a file that it begins with. A checkpoint is read after it.</summary>
    public virtual void Survey(GpuDevice gpu, Dataset train) { }

    /// <param name="data">All its data, for a learner that needs more than those it learns from.</param>
    /// <inheritdoc cref="Survey(GpuDevice, Dataset)"/>
    public virtual void Survey(GpuDevice gpu, Splits data) => Survey(gpu, data.Train);

    /// <summary>A step, traced once for each stage: forward, <see cref="Optimizer.Minimize(Tensor, Layer)"/>, and what it tells.</summary>
    protected abstract void Step(Batch batch, Stage stage);

    /// <summary>
    /// A batch of a test, traced once, not as training; its metrics are called <c>testX</c>. Without an override there are no tests.
    /// </summary>
    protected virtual void Test(Batch batch) { }

    /// <summary>Whether it has learned all that it will, so that further steps would change nothing and a run may end.</summary>
    /// <param name="recent">What it told of its last steps.</param>
    public virtual bool HasLearned(TrainingMetrics recent) => false;

    /// <summary>Whether it is tested after each epoch of a stage, because its test says something then.</summary>
    public virtual bool IsTested(Stage stage) => true;

    /// <summary>What is to be found out once it has learned, beside its <see cref="Test"/>; null: nothing.</summary>
    /// <param name="test">Items that it has not learned from.</param>
    public virtual Estimate? EstimateOn(GpuDevice gpu, Dataset test) => null;

    /// <param name="data">All its data, for an estimate that learns or chooses by some of them.</param>
    /// <inheritdoc cref="EstimateOn(GpuDevice, Dataset)"/>
    public virtual Estimate? EstimateOn(GpuDevice gpu, Splits data) => EstimateOn(gpu, data.Test);

    /// <summary>Gives a tensor of the step a name to be seen by, beside those that layers give.</summary>
    protected void Show(string name, Tensor tensor) => tracing?.Shown.TryAdd(name, tensor);

    /// <summary>Gives its models their first weights on a device, where a recording has not yet: those of models of one form depend on
    /// which is first. What else it carries gets its memory, so that it can be seen.</summary>
    public void Begin(GpuDevice gpu)
    {
        foreach (Place place in Models.SelectMany(model => model.Parameters).Concat<Place>(OfType<State>().Select(state => state.Thing)))
        {
            Session.Of(gpu).Settle(place);
        }
    }

    /// <summary>Traces a step.</summary>
    /// <returns>What it shows, by name.</returns>
    internal IReadOnlyDictionary<string, Tensor> TraceStep(Batch batch, Stage stage, MetricSums sums) =>
        Tell(new Tracing(sums, null), () => Step(batch, stage));

    /// <summary>Traces a batch of a test.</summary>
    internal void TraceTest(Batch batch, MetricSums sums) => Tell(new Tracing(sums, batch), () => Test(batch));

    IReadOnlyDictionary<string, Tensor> Tell(Tracing now, Action trace)
    {
        tracing = now;
        try
        {
            trace();
            now.Sums.End();
            return now.Shown;
        }
        finally
        {
            tracing = null;
        }
    }

    internal void Count(Metric metric, Tensor value, Tensor? weight)
    {
        Shape first = Shape.Of(value.Shape.Sizes[..Math.Min(1, value.Shape.Rank)]);
        if (weight is not null && weight.Shape != first)
        {
            throw new ArgumentException($"{GetType().Name}: \"{metric.Name}\" counts values {value.Shape} by weights {weight.Shape}; "
                + "give a weight for each of the first axis, or one for a scalar.", nameof(weight));
        }

        Tracing now = tracing ?? throw new InvalidOperationException(
            $"{GetType().Name}: \"{metric.Name}\" is counted outside of Step and Test. Call its Add there.");
        bool isByRow = value.Shape.Rank > 0 && value.Shape[0] == now.Test?.Count;
        now.Sums.Add(metric, value, weight ?? (isByRow ? now.Test!.Mask : null));
    }

    internal void CountSums(Metric metric, Tensor values)
    {
        if (metric.OfSums is null || tracing is not { Test: not null } now)
        {
            throw new InvalidOperationException($"{GetType().Name}: sums of \"{metric.Name}\" are counted "
                + (metric.OfSums is null ? "though it is a mean. Call its Add." : "outside of Test. Call its Count there."));
        }

        now.Sums.AddSums(metric, values);
    }

    /// <summary>All that its future depends on, by names that differ. What is made when a stage is traced is there only then.</summary>
    internal IReadOnlyList<(string Name, Place Place)> Places =>
    [
        .. Models.SelectMany(model => model.Parameters).Distinct().Select(parameter => (parameter.Path, (Place)parameter)),
        .. Models.SelectMany(model => model.States).Distinct().Select(state => (state.Path, (Place)state)),
        .. OfType<Optimizer>().SelectMany(optimizer => optimizer.Thing.Places.Select(at => ($"{optimizer.Name}:{at.Name}", at.Place))),
        .. OfType<WeightAverage>().SelectMany(average => average.Thing.Places.Select(at => ($"{average.Name}:{at.Name}", at.Place))),
        .. OfType<State>().Select(state => ($"{state.Name}:", (Place)state.Thing)),
    ];

    /// <summary>What must be the same for a checkpoint to go on.</summary>
    internal IEnumerable<(string Name, string Value)> AllSettings =>
    [
        .. OfType<Optimizer>().SelectMany(optimizer => new[]
        {
            (optimizer.Name, optimizer.Thing.RuleText), ($"{optimizer.Name}.schedule", $"{optimizer.Thing.LearningRate}"),
        }),
        .. OfType<WeightAverage>().Select(average => (average.Name, average.Thing.Text)),
        .. Settings,
    ];

    /// <summary>Gives back the memory of all that it owns; a trainer or a test of it then throws.</summary>
    public void Dispose()
    {
        foreach ((_, IDisposable thing) in OfType<IDisposable>())
        {
            thing.Dispose();
        }
    }

    /// <summary>What it owns of a type, by the names given to it.</summary>
    public IEnumerable<(string Name, T Thing)> OfType<T>() where T : class =>
        owned.Where(one => one.Thing is T).Select(one => (one.Name, (T)one.Thing));

    /// <param name="Test">The batch of the test that is traced; null in a step.</param>
    sealed record Tracing(MetricSums Sums, Batch? Test)
    {
        public Dictionary<string, Tensor> Shown { get; } = [];
    }
}
