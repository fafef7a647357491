using System.Globalization;
using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Models;
using VkLearn.Ops;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Fits a <see cref="SupportVectorMachine"/> to all items: of each two classes the dual problem (Cortes and Vapnik 1995), all side by
/// side, by sequential minimal optimisation among the items whose kernel rows are held (<see cref="Smo"/>). Each step goes on with those,
/// and then has the rows of items made that violate the optimum's conditions most, in place of rows that matter less: a decomposition that
/// adds what is violated to its working set (Joachims 1999; Wen et al. 2018), but that the set is as large as the model has room for
/// vectors, and shared by all pairs, so that a row is made once for all of them, by one product with other rows. It has learned when no
/// pair's conditions are violated by the tolerance.
/// </summary>
/// <remarks>It takes nothing of a step's batch. It tells <c>kktGap</c>, of the pair where that is greatest; <c>supportVectors</c>, which
/// count once however many pairs they support; <c>kernelRows</c> that are held; the sum of <c>smoSteps</c> of a step and of all pairs'
/// <c>dualObjective</c>. With a grid it first looks for the best <c>cost</c> and <c>gamma</c> (<see cref="SupportVectorSearch"/>), whose
/// <c>searchAccuracy</c> it tells, and in the end the two, and has <c>accuracies</c> [costs, gammas]. Where the gap
/// stays and <c>supportVectors</c> are as many as <c>kernelRows</c>, the model needs more vectors.
/// </remarks>
public sealed class SupportVectorLearner : Learner
{
    const string Searching = "search";
    const float Violated = 1e6f, Kept = 1e15f; // what a row is worth: steps, its item's violation times this, or more than either

    readonly SupportVectorMachine model;
    readonly float tolerance;
    readonly SupportVectorGrid? grid;
    readonly string kernel;
    readonly int mostRows, iterations;
    readonly State cost, gaps, wanted, wantedAt, round;
    readonly State? candidate, accuracies;
    readonly Metric accuracy, kktGap, supportVectors, kernelRows, smoSteps, dualObjective;
    readonly Metric? costFound, gammaFound, searchAccuracy;
    KernelRows? rows;
    SupportVectorSearch? search;
    State? coefficients, outputs; // [pairs, items]
    Tensor? starts, signs, chances;

    /// <param name="cost">C: the greatest coefficient.</param>
    /// <param name="tolerance">The gap between the most violated conditions of either side at which it has learned.</param>
    /// <param name="rowsPerStep">Kernel rows that a step makes at most.</param>
    /// <param name="iterations">Of each pair in a step at most.</param>
    /// <param name="grid">Where C and the kernel's gamma are looked for first; null: they are as they were given.</param>
    public SupportVectorLearner(SupportVectorMachine model, float cost = 1, float tolerance = 1e-3f, int rowsPerStep = 256,
        int iterations = 10_000, SupportVectorGrid? grid = null)
    {
        (this.model, this.tolerance, this.grid) = (Own("", model), tolerance, grid);
        this.cost = Own("cost", new State("cost", [], cost));
        kernel = grid?.ToString() ?? string.Create(CultureInfo.InvariantCulture, $"gamma {model.GivenGamma}, C {cost}");
        int vectors = model.Vectors.Shape[0], pairs = model.Pairs.Count;
        (mostRows, this.iterations) = (Math.Min(rowsPerStep, vectors), iterations);
        gaps = Own("gaps", new State("gaps", [pairs], initial: 2)); // of coefficients of 0: 1 on one side, -1 on the other
        wanted = Own("rows", new State("rows", [vectors], -1, DType.Int32));
        wantedAt = Own("rowsSince", new State("rowsSince", [vectors]));
        round = Own("round", new State("round", []));
        accuracy = Measure("accuracy", "%", Better.Higher);
        kktGap = Measure("kktGap", better: Better.Lower);
        (supportVectors, kernelRows, smoSteps) = (Measure("supportVectors"), Measure("kernelRows"), Measure("smoSteps"));
        dualObjective = Measure("dualObjective");
        if (grid is not null)
        {
            Stages = [new(Searching, Steps: grid.Candidates), Stage.Training];
            candidate = Own("candidate", new State("candidate", [1], type: DType.Int32));
            accuracies = Own("accuracies", new State("accuracies", [grid.Costs.Count, grid.GammaCount], float.NaN));
            searchAccuracy = Measure("searchAccuracy", "%", Better.Higher);
            (costFound, gammaFound) = (Measure("cost"), Measure("gamma"));
        }
    }

    public override IReadOnlyList<Stage> Stages { get; } = [Stage.Training];

    public override IReadOnlyList<Metric> BestBy => [accuracy];

    /// <summary>No more than there are items.</summary>
    int RowsPerStep => Math.Min(mostRows, coefficients!.Shape[1]);

    public override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("kernel", string.Create(CultureInfo.InvariantCulture, $"{kernel}, tolerance {tolerance}")),
        ("steps", $"{mostRows} rows, {iterations} iterations"),
    ];

    /// <summary>Sorts the items by class.</summary>
    /// <exception cref="ArgumentException">There are other items than the model is for.</exception>
    public override void Survey(GpuDevice gpu, Dataset train)
    {
        int features = model.Vectors.Shape[1];
        float[] values = train.First(gpu, train.Count).ToArray(gpu), labels = train.Read(LabelOf(train).Name);
        int[] order = [.. Enumerable.Range(0, train.Count).Where(i => labels[i] >= 0).OrderBy(i => labels[i])];
        int count = order.Length, classes = ((Meaning.Label)LabelOf(train).Meaning).Names.Count;
        if (train.Shape.Count != features || classes != model.Classes)
        {
            throw new ArgumentException($"SupportVectorMachine: there are {count} items of {train.Shape} and {classes} classes to learn "
                + $"from, but its model is of {features} features and {model.Classes} classes. "
                + $"Use features: {train.Shape.Count}, classes: {classes}.");
        }

        coefficients ??= Own("dual", new State("dual", [model.Pairs.Count, count]));
        outputs ??= Own("outputs", new State("outputs", [model.Pairs.Count, count]));
        float[] sorted = new float[count * features];
        for (int i = 0; i < count; i++)
        {
            values.AsSpan(order[i] * features, features).CopyTo(sorted.AsSpan(i * features));
        }

        rows?.Dispose();
        rows = new KernelRows(gpu, sorted, features, model.Vectors.Shape[0], model.Gamma);
        int[] first = [.. Enumerable.Range(0, model.Classes + 1).Select(one => order.Count(i => labels[i] < one))];
        starts = Tensor.From(first, [first.Length]);
        float SignOf(int pair, float label) => label == model.Pairs[pair].First ? 1 : label == model.Pairs[pair].Second ? -1 : 0;
        signs = Tensor.From(
            [.. from pair in Enumerable.Range(0, model.Pairs.Count) from i in order select SignOf(pair, labels[i])], coefficients.Shape);
        search = grid is null ? null
            : new SupportVectorSearch(grid, model, sorted, [.. order.Select(i => (int)labels[i])], candidate!, accuracies!);
        // What is violated alike, as all is at first, is taken from everywhere.
        chances = Tensor.From([.. Enumerable.Range(0, count).Select(i => 0.5f + 0.5f * new CounterRandom(1, (uint)i).Uniform())], [count]);
    }

    protected override void Step(Batch batch, Stage stage)
    {
        KernelRows held = rows ?? throw new InvalidOperationException("SupportVectorMachine: call Survey before its first step.");
        if (search is not null && stage.Name == Searching)
        {
            Search(search);
            return;
        }

        // After a checkpoint all rows are made before anything else goes on.
        Tensor isWhole = 1 - held.Missing(wanted).Max(), place = held.PlaceOf(wanted);
        Tensor[] solved = new Smo(model.Classes, tolerance, iterations).Apply(
            [coefficients!, outputs!, starts!, place, gaps.Value * isWhole, cost, .. held.Parts]);
        (Tensor dual, Tensor sums) = (solved[0], solved[1]);
        coefficients!.Assign(dual);
        outputs!.Assign(sums);
        Tensor violation = Violations(dual, signs! - sums), supports = dual.Abs().Max(0);
        Want(held, place, violation, supports, isWhole);
        held.Fill(wanted, RowsPerStep);
        Tensor isVector = wanted.Value > Tensor.From([-1], []);
        model.Coefficients.Assign(dual.Gather(Known(), axis: 1) * isVector);

        kktGap.Add(gaps.Value.Max());
        supportVectors.Add((supports > 0).Sum());
        kernelRows.Add(isVector.Sum());
        smoSteps.Add(solved[2].Sum());
        dualObjective.Add((dual * (signs! - sums * 0.5f)).Sum());
        Show("isVector", isVector);
    }

    /// <summary>The best of those that were tried.</summary>
    Tensor Found() => Tensor.Where(accuracies!.Value > 0, accuracies, Tensor.Zeros([])).Max();

    void Search(SupportVectorSearch among)
    {
        (Tensor bestCost, Tensor bestGamma, Tensor right) = among.Step();
        cost.Assign(bestCost);
        model.Gamma.Assign(bestGamma);
        searchAccuracy!.Add(right);
    }

    /// <summary>How far each item lies beyond the opposite end of what is allowed, summed over the pairs where that is more than the
    /// tolerance: [items].</summary>
    Tensor Violations(Tensor dual, Tensor f)
    {
        OptimalityConditions now = new(dual, f, signs!, cost);
        gaps.Assign(now.Gap.Reshape(gaps.Shape));
        model.Bias.Assign(now.Bias.Reshape(model.Bias.Shape));
        Tensor beyond = now.Beyond;
        return Tensor.Where(beyond >= tolerance, beyond, Tensor.Zeros([])).Sum(0);
    }

    /// <summary>Has rows of what is violated most wanted, in place of those of what supports nothing and is violated less: of equals
    /// those that have been held longest.</summary>
    void Want(KernelRows held, Tensor place, Tensor violation, Tensor supports, Tensor isWhole)
    {
        Tensor none = Tensor.From([-1], []), isHeld = place > none, known = Known();
        Tensor worth = violation.Gather(known) * Violated + wantedAt;
        Tensor kept = Tensor.Where(wanted.Value > none, Tensor.Where(supports.Gather(known) > 0, Tensor.Full([], Kept), worth), -1);
        Sorted asked = ((1 - isHeld) * violation * chances!).TopK(RowsPerStep), left = (-kept).TopK(RowsPerStep);
        Tensor isGranted = (asked.Values > 0) * (asked.Values * Violated > -left.Values) * isWhole;
        Tensor places = Tensor.Where(isGranted, left.Index, none);
        wantedAt.Assign(wantedAt.Value.IndexCopy(places, round.Value.BroadcastTo(asked.Values.Shape)));
        wanted.Assign(wanted.Value.IndexCopy(places, asked.Index));
        model.Vectors.Assign(model.Vectors.Value.IndexCopy(places, held.Items(asked.Index)));
        round.Assign(round.Value + isWhole);
    }

    /// <summary>The items whose rows are wanted; where none is, the first.</summary>
    Tensor Known() => Tensor.Where(wanted.Value > Tensor.From([-1], []), wanted, Tensor.From([0], []));

    protected override void Test(Batch batch) => accuracy.Add(model.Forward(batch.Input).Hits(batch.Labels(batch.LabelField.Name)));

    /// <inheritdoc/>
    public override Estimate? EstimateOn(GpuDevice gpu, Dataset test) => new SupportVectorEstimate(gpu,
    [
        (kktGap, () => gaps.Value.Max()), (supportVectors, () => (coefficients!.Value.Abs().Max(0) > 0).Sum()),
        .. grid is null ? (IEnumerable<(Metric, Func<Tensor>)>)[] :
            [(searchAccuracy!, Found), (costFound!, () => cost.Value), (gammaFound!, () => model.Gamma.Value)],
    ], coefficients!.Shape[1]);

    /// <inheritdoc/>
    public override bool IsTested(Stage stage) => stage.Name != Searching;

    /// <inheritdoc/>
    public override bool HasLearned(TrainingMetrics recent) => recent.Values.Find("kktGap") < tolerance;

    /// <summary>Of each class its share of the votes: [N, classes].</summary>
    public override Tensor Answer(Tensor items) => model.Forward(items) * (1f / model.Pairs.Count);

    static Field LabelOf(Dataset train) => train.Fields.FirstOrDefault(one => one.Meaning is Meaning.Label)
        ?? throw new ArgumentException("SupportVectorMachine: the items have no labels.");

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("SupportVectorMachine",
        "Fits Gaussian-kernel machines, one for each two classes, by sequential minimal optimisation (Fan, Chen and Lin 2005).",
        settings => new SupportVectorLearner(
            cost: settings.Float("cost", 1, min: 0), tolerance: settings.Float("tolerance", 1e-3f, min: 0),
            rowsPerStep: settings.Int("rowsPerStep", 256, min: 1, max: 1 << 16),
            iterations: settings.Int("iterations", 10_000, min: 1, max: 1 << 30), grid: GridOf(settings),
            model: settings.Model("model") as SupportVectorMachine
                ?? throw settings.Error("the model must be a SupportVectorMachine", "model")));

    static SupportVectorGrid? GridOf(Settings settings) => settings.Child("search") is not { } search ? null
        : settings.Has("cost") ? throw settings.Error("is what the search looks for: leave one of the two out", "cost")
        : SupportVectorGrid.Read(search);
}
