using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// The trials of <see cref="FewLabelsLearner"/>, one after the other on the device: a network begins, learns, and is tested on validation
/// and test data. One network lends its memory to all.
/// </summary>
sealed class FewLabelsTrials : Estimate
{
    const int TestBatch = 250;

    readonly FewLabelsPlan plan;
    readonly Layer model;
    readonly DeepBeliefNet net;
    readonly IReadOnlyList<Dense> dense;
    readonly Splits data;
    readonly State results;
    readonly IReadOnlyList<Metric> metrics;
    readonly List<IDisposable> owned = [];
    readonly (Recording Step, int Times)[] parts;
    readonly Adam[] optimizers;
    readonly State items, labels, trial, hits;
    readonly Counter clock;
    readonly Dataset train;
    readonly Recording begin;

    /// <param name="results">[labels, 2], which is filled as trials end: the means over draws of the pretrained and of the plain networks'
    /// share of test items that they take for what they are.</param>
    /// <param name="metrics">What is told of each of <paramref name="results"/>.</param>
    public FewLabelsTrials(GpuDevice gpu, FewLabelsPlan plan, Layer model, DeepBeliefNet net, Splits data, State results,
        IReadOnlyList<Metric> metrics)
    {
        (this.plan, this.model, this.net, this.data, this.results, this.metrics) = (plan, model, net, data, results, metrics);
        dense = DeepBeliefNet.DenseIn(model);
        items = Own(new State("labelled", [plan.Items, .. data.Train.Shape]));
        labels = Own(new State("labels", [plan.Items], type: DType.Int32));
        trial = Own(new State("trial", [1], type: DType.Int32));
        hits = Own(new State("hits", [plan.Trials, 2]));
        train = data.Train.Take(isTraining: true);
        owned.Add(new Ending(() => train.GiveBack(isTraining: true)));
        (Tensor Block, Counter Clock) random = Session.Of(gpu).Counters.NewRandom("fewLabels");
        clock = Own(random.Clock);
        Recording Training(string name, Action trace) => Own(gpu.RecordTraining(trace, name, Precision.Float32, random));
        optimizers = [.. ((float[])[plan.PretrainedRate, .. plan.PlainRates]).Select(rate => Own(new Adam(rate)))];
        begin = Training("few labels begin", Draw);
        Recording[][] steps = [.. plan.Labels.Select(count =>
            optimizers.Select(one => Training($"a step with {count} labels", () => Learn(count, one))).ToArray())];
        Recording pretrained = Training("pretrained begins", () => BeginAs(isPretrained: true));
        Recording plain = Training("plain begins", () => BeginAs(isPretrained: false));
        Recording next = Own(gpu.Record(Next, training: false, name: "next trial"));
        (Recording, int)[] tests =
            [(Own(gpu.Record(Validate, training: false, name: "few labels validated")), 1), TestOn(gpu, data.Test)];
        parts = [.. Enumerable.Range(0, plan.Trials).SelectMany(i => (IEnumerable<(Recording, int)>)
        [
            (i % plan.Networks == 0 ? pretrained : plain, 1),
            (steps[i / (plan.Networks * plan.Draws)][i % plan.Networks], plan.Updates),
            .. tests,
            (next, 1),
        ])];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(Recording Step, int Times)> Parts => parts;

    /// <inheritdoc/>
    public override void Begin()
    {
        clock.Write(0);
        train.Position!.Write(0);
        train.Epoch!.Write(0);
        begin.Replay();
    }

    /// <inheritdoc/>
    public override EvaluationMetrics Read() =>
        new(new MetricValues([.. metrics.Zip(results.ToArray(), (metric, value) => new MetricValue(metric, value))]), data.Test.Count);

    /// <inheritdoc/>
    public override void Dispose() => owned.ForEach(one => one.Dispose());

    void Draw()
    {
        Batch drawn = train.NextBatch(items.Shape[0]);
        items.Assign(drawn.Input);
        labels.Assign(drawn.Labels(drawn.LabelField.Name));
        trial.Assign(Tensor.From([0], [1]));
        hits.Assign(Tensor.Zeros(hits.Shape));
        results.Assign(Tensor.Zeros(results.Shape));
    }

    /// <summary>New random weights (Glorot and Bengio 2010), but those that the machines begin.</summary>
    void BeginAs(bool isPretrained)
    {
        foreach (Dense layer in dense.Skip(isPretrained ? net.Machines.Count : 0))
        {
            float limit = MathF.Sqrt(6f / (layer.Weight.Shape[0] + layer.Weight.Shape[1]));
            Trace.Current.Assign(layer.Weight, (Tensor.Uniform(layer.Weight.Shape) * 2 - 1) * limit, by: "FewLabels");
            Trace.Current.Assign(layer.Bias!, Tensor.Zeros(layer.Bias!.Shape), by: "FewLabels");
        }

        Array.ForEach(optimizers, one => one.Restart());

        if (isPretrained)
        {
            net.Unroll(dense, []);
        }
    }

    void Learn(int count, Adam optimizer)
    {
        int each = plan.Labels.Max();
        int[] begins = [.. Enumerable.Range(0, plan.Trials).Select(i => i / plan.Networks % plan.Draws * each)];
        Tensor firsts = Tensor.From(begins, [plan.Trials]);
        Tensor rows = (Tensor.Uniform([plan.Batch]) * count).Floor().Cast(DType.Int32) + firsts.Gather(trial.Value);
        Tensor logits = model.Forward(items.Value.Gather(rows));
        optimizer.Minimize(Loss.SoftmaxCrossEntropy(logits, labels.Value.Gather(rows)), of: model);
    }

    void Validate()
    {
        int first = items.Shape[0] - plan.Validation;
        Count(items.Value.Slice(0, first, plan.Validation), labels.Value.Slice(0, first, plan.Validation), column: 0, plan.Validation);
    }

    (Recording Step, int Times) TestOn(GpuDevice gpu, Dataset test)
    {
        Dataset taken = test.Take(isTraining: false);
        owned.Add(new Ending(() => taken.GiveBack(isTraining: false)));
        int size = Math.Min(TestBatch, test.Count);
        Recording step = Own(gpu.Record(() =>
        {
            Batch batch = taken.NextBatch(size);
            Count(batch.Input, batch.Labels(batch.LabelField.Name), column: 1, test.Count);
        }, training: false, name: "few labels tested"));
        return (step, (test.Count + size - 1) / size);
    }

    /// <summary>Adds the share of items that are taken for what they are to the trial's hits.</summary>
    void Count(Tensor shown, Tensor label, int column, int of)
    {
        Tensor found = model.Forward(shown).Hits(label).Sum() * (1f / of);
        Tensor there = trial.Value.OneHot(plan.Trials).Transpose() * Tensor.From([1 - column, (float)column], [1, 2]);
        hits.Assign(hits.Value + there * found);
    }

    /// <summary>Counts the trial in: of each draw the pretrained network, and of the plain ones that which is best on the validation data.
    /// </summary>
    void Next()
    {
        Tensor done = trial.Value + Tensor.From([1], [1]);
        trial.Assign(done);
        int rows = plan.Labels.Count * plan.Draws;
        Tensor all = hits.Value.Reshape([rows, plan.Networks, 2]), tested = all.Slice(2, 1, 1).Reshape([rows, plan.Networks]);
        Tensor validated = all.Slice(2, 0, 1).Reshape([rows, plan.Networks]).Slice(1, 1, plan.Networks - 1);
        Tensor best = (validated.ArgMax(-1).OneHot(plan.Networks - 1) * tested.Slice(1, 1, plan.Networks - 1)).Sum(1);
        Tensor both = Concat.Of(1, tested.Slice(1, 0, 1), best.Reshape([rows, 1]));
        Tensor ends = Tensor.From([.. Enumerable.Range(0, rows).Select(row => row * plan.Networks + plan.Networks - 1)], [rows, 1]);
        Tensor isDone = (ends < done).Reshape([plan.Labels.Count, plan.Draws, 1]);
        Tensor sums = (both.Reshape([plan.Labels.Count, plan.Draws, 2]) * isDone).Sum(1);
        results.Assign(sums / isDone.Sum(1).Maximum(1));
    }

    T Own<T>(T one) where T : IDisposable
    {
        owned.Add(one);
        return one;
    }
}
