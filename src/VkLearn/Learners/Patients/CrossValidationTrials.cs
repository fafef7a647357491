using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Optimizers;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// The trials of <see cref="CrossValidationLearner"/>: for each way of dealing rows out to folds, the networks of all folds side by side
/// learn from the rows that are not in theirs, and are tested on those that are. What fills missing numbers, and what is standardised by,
/// is each fold's own.
/// </summary>
sealed class CrossValidationTrials : Estimate
{
    const int Measures = 2; // accuracy and area

    readonly CrossValidationPlan plan;
    readonly PatientRows rows;
    readonly IReadOnlyList<Metric> told;
    readonly (Metric Metric, double Value)? best;
    readonly State table, repeat, standardized, counted, results;
    readonly List<IDisposable> owned = [];
    readonly StratifiedFolds folds;
    readonly RiskModels models;
    readonly Adam adam;
    readonly Counter clock;
    readonly Recording clear;
    readonly Tensor features, isThere, sick, foldOf, places, isHeldOut, heldOutSick;

    /// <param name="table">[models + 1, 4], which is filled as trials end: accuracy, its deviation over folds, area, its deviation; in the
    /// last row only the best accuracy that there can be. What is not known is NaN.</param>
    /// <param name="told">What is told of each model's numbers.</param>
    /// <param name="best">What is told of the best accuracy, where it is known.</param>
    public CrossValidationTrials(GpuDevice gpu, CrossValidationPlan plan, PatientRows rows, State table, IReadOnlyList<Metric> told,
        (Metric Metric, double Value)? best)
    {
        (this.plan, this.rows, this.table, this.told, this.best) = (plan, rows, table, told, best);
        (int count, int columns, int all) = (rows.Count, rows.Columns, plan.Folds);
        folds = new StratifiedFolds([.. rows.Sick.Select(value => value > 0 ? 1 : 0)], all, plan.Repeats, (uint)plan.Seed);
        models = Own(new RiskModels(all, columns, plan.Hidden, plan.Penalties));
        adam = Own(new Adam(plan.Rate));
        repeat = Own(new State("repeat", [1], type: DType.Int32));
        standardized = Own(new State("standardized", [all, count, columns]));
        counted = Own(new State("counted", [all, count]));
        results = Own(new State("results", [plan.Repeats, RiskModels.Names.Count * Measures, all]));

        features = Tensor.From(rows.Features, [count, columns]);
        isThere = Tensor.From([.. rows.Missing.Select(value => 1 - value)], [count, columns]);
        sick = Tensor.From(rows.Sick, [1, count]);
        Shape held = [plan.Repeats, all * folds.Largest];
        foldOf = Tensor.From(folds.Of, [plan.Repeats, count]);
        places = Tensor.From(folds.Places, held);
        isHeldOut = Tensor.From([.. folds.HeldOut.Select(row => row < 0 ? 0f : 1f)], held);
        heldOutSick = Tensor.From([.. folds.HeldOut.Select(row => row < 0 ? 0f : rows.Sick[row])], held);

        (Tensor Block, Counter Clock) random = Session.Of(gpu).Counters.NewRandom("crossValidation");
        clock = Own(random.Clock);
        Recording Training(string name, Action trace) => Own(gpu.RecordTraining(trace, name, Precision.Float32, random));
        clear = Own(gpu.Record(Clear, training: false, name: "cross-validation begins"));
        Recording step = Training("a step of all folds", Learn), begin = Training("a repeat begins", BeginRepeat); // moments come by steps
        Recording end = Own(gpu.Record(EndRepeat, training: false, name: "a repeat ends"));
        Parts = [.. Enumerable.Range(0, plan.Repeats)
            .SelectMany(_ => (IEnumerable<(Recording, int)>)[(begin, 1), (step, plan.Steps), (end, 1)])];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(Recording Step, int Times)> Parts { get; }

    /// <inheritdoc/>
    public override void Begin()
    {
        clock.Write(0);
        clear.Replay();
    }

    /// <inheritdoc/>
    public override EvaluationMetrics Read() => new(new MetricValues(
    [
        .. told.Zip(table.ToArray(), (metric, value) => new MetricValue(metric, value)),
        .. best is { } one ? [new MetricValue(one.Metric, one.Value)] : (MetricValue[])[],
    ]), rows.Count);

    /// <inheritdoc/>
    public override void Dispose() => owned.ForEach(one => one.Dispose());

    void Clear()
    {
        repeat.Assign(Tensor.From([0], [1]));
        results.Assign(Tensor.Zeros(results.Shape));
        table.Assign(With(Tensor.Full([told.Count], float.NaN)));
    }

    void BeginRepeat()
    {
        Tensor each = new Iota([plan.Folds]).Apply()[0].Reshape([plan.Folds, 1]);
        Tensor learned = foldOf.Gather(repeat.Value).NotEqualTo(each);
        standardized.Assign(FoldStandardization.Of(features, isThere, learned));
        counted.Assign(learned);
        models.Restart();
        adam.Restart();
    }

    void Learn()
    {
        Tensor[] losses = RiskModels.Losses(models.Scores(standardized.Value), sick);
        adam.Minimize(models.Objective(losses, counted.Value, counted.Value.Sum(1)), of: models);
    }

    /// <summary>Tests each row by the network that did not learn from it, and tells of all folds so far.</summary>
    void EndRepeat()
    {
        int all = plan.Folds, measured = results.Shape[1];
        Shape held = [all, folds.Largest];
        Tensor Now(Tensor of) => of.Gather(repeat.Value).Reshape(held);
        Tensor place = places.Gather(repeat.Value).Reshape([all * folds.Largest]);
        Tensor isHeld = Now(isHeldOut), isSick = Now(heldOutSick);
        Tensor[] measures = [.. models.Scores(standardized.Value).SelectMany(scores =>
        {
            Tensor score = scores.Reshape([all * rows.Count]).Gather(place).Reshape(held);
            Tensor right = (score > 0f).EqualTo(isSick) * isHeld;
            return (Tensor[])[right.Sum(1) / isHeld.Sum(1), RocCurve.Area(score, isSick, isHeld - isSick)];
        })];
        Tensor isNow = repeat.Value.OneHot(plan.Repeats).Reshape([plan.Repeats, 1, 1]);
        Tensor found = results.Value + isNow * Tensor.Stack(0, measures).Reshape([1, measured, all]);
        results.Assign(found);

        Tensor isDone = (new Iota([plan.Repeats]).Apply()[0] <= repeat.Value).Reshape([plan.Repeats, 1, 1]);
        Tensor trials = isDone.Sum() * all, mean = (found * isDone).Sum(2).Sum(0) / trials;
        Tensor squares = ((found - mean.Reshape([1, measured, 1])).Square() * isDone).Sum(2).Sum(0);
        table.Assign(With(Tensor.Stack(1, mean, (squares / (trials - 1)).Sqrt()).Reshape([told.Count])));
        repeat.Assign(repeat.Value + Tensor.From([1], [1]));
    }

    /// <summary>The models' numbers and the last row.</summary>
    Tensor With(Tensor numbers) => Concat.Of(0, numbers,
        Tensor.From([(float)(best?.Value ?? double.NaN), float.NaN, float.NaN, float.NaN], [4])).Reshape(table.Shape);

    T Own<T>(T one) where T : IDisposable
    {
        owned.Add(one);
        return one;
    }
}
