using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Losses;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Learns to foretell series in time: <c>mse</c> and <c>mae</c> of what is scaled, <c>rmse</c> in the data's own unit where there is one
/// column, <c>coverage</c>, the share of values between the outermost quantiles where there are some. At the end it tells the same of plain
/// forecasts (<see cref="PlainForecasts"/>). It samples <c>window</c>, a window of the test that slides on (<see cref="SlidingWindow"/>).
/// </summary>
public sealed class ForecastLearner : Learner
{
    readonly Layer model;
    readonly Optimizer optimizer;
    readonly ForecastRules rules;
    readonly RegressionLoss function;
    readonly Forecaster forecaster;
    readonly Metric squared, absolute, rootSquared, coverage, best;
    readonly IReadOnlyDictionary<string, ForecastErrors> plain;
    IReadOnlyList<Sampler> samplers = [];
    int ahead; // steps; known once it was built

    /// <param name="model">[N, past, columns] to [N, ahead, columns, quantiles]; see <see cref="ForecastRules.IsChannelIndependent"/>.
    /// </param>
    /// <param name="loss">Of the forecast where there are no quantiles; null: the mean squared error.</param>
    /// <param name="season">Steps after which a series comes again, to compare with; 0: there is none.</param>
    /// <exception cref="ArgumentException">The quantiles are none.</exception>
    public ForecastLearner(Layer model, Optimizer optimizer, ForecastRules? rules = null, RegressionLoss? loss = null, int season = 0)
    {
        (this.model, this.optimizer) = (Own("", model), Own("optimizer", optimizer));
        (this.rules, function, Season) = (rules ?? new ForecastRules(), loss ?? new MeanSquaredErrorLoss(), season);
        this.rules.Check();
        forecaster = new Forecaster(model, this.rules);
        squared = Measure("mse", better: Better.Lower);
        absolute = Measure("mae", better: Better.Lower);
        rootSquared = Measure("rmse", ofMean: Math.Sqrt);
        coverage = Measure("coverage", "%");
        best = Measure("bestMse");
        plain = PlainForecasts.Names.ToDictionary(name => name, name => new ForecastErrors(
            Measure($"{name}Mse"), Measure($"{name}Mae"), Measure($"{name}Rmse", ofMean: Math.Sqrt)));
    }

    /// <summary>Steps after which a series comes again; 0: not known.</summary>
    public int Season { get; }

    /// <summary>What the series are; none before it was built.</summary>
    public IReadOnlyList<Feature> Columns { get; private set; } = [];

    /// <summary>What is foretold of each step; empty: one number.</summary>
    public IReadOnlyList<float> Quantiles => rules.Quantiles;

    public override IReadOnlyList<Sampler> Samplers => samplers;

    public override IReadOnlyList<(string Name, string Value)> Settings => [("loss", LossName), ("rules", FormattableString.Invariant(
        $"{rules.Normalization}, {(rules.IsChannelIndependent ? "each column" : "all columns")}, {rules.StepsAtOnce} at once"))];

    string LossName => Quantiles.Count == 0 ? $"{function}"
        : FormattableString.Invariant($"Pinball of {string.Join(' ', Quantiles)}");

    /// <exception cref="ArgumentException">The data are no windows of series.</exception>
    public override void Build(IReadOnlyList<Field> fields)
    {
        if (fields is not [{ Meaning: Meaning.Quantity { Features: var columns }, Shape: { Rank: 2 } past }, { Shape: { Rank: 2 } ahead }]
            || past[1] != ahead[1] || columns.Count != past[1])
        {
            throw new ArgumentException($"a forecast is learned of windows of series, received {string.Join(", ", fields)}. "
                + "Take data of type Series or DrawnSeries.");
        }

        (Columns, this.ahead) = (columns, ahead[0]);
    }

    public override void Survey(GpuDevice gpu, Splits data) =>
        samplers = [new("window", new SlidingWindow(data.Test, Columns, forecaster.Foretell).Step)];

    protected override void Step(Batch batch, Stage stage)
    {
        (Tensor past, Tensor ahead) = batch;
        int steps = rules.StepsAtOnce == 0 ? ahead.Shape[1] : Math.Min(rules.StepsAtOnce, ahead.Shape[1]);
        Tensor wanted = ahead.Slice(1, 0, steps); // of several turns the first is learned
        Tensor[] foretold = forecaster.Foretell(past, steps);
        optimizer.Minimize(LossOf(foretold, wanted), of: model);
        Count(foretold, wanted);
        Show("output", foretold[rules.Middle]);
    }

    Tensor LossOf(Tensor[] foretold, Tensor wanted) => Quantiles.Count == 0 ? function.Each(foretold[0], wanted).Mean()
        : Quantiles.Select((quantile, i) => Loss.Pinball(foretold[i], wanted, quantile)).Aggregate((sum, one) => sum + one);

    void Count(Tensor[] foretold, Tensor wanted)
    {
        Tensor error = foretold[rules.Middle] - wanted;
        squared.Add(error.Square());
        absolute.Add(error.Abs());
    }

    protected override void Test(Batch batch)
    {
        (Tensor past, Tensor ahead) = batch;
        Tensor[] foretold = forecaster.Foretell(past, ahead.Shape[1]);
        Count(foretold, ahead);
        if (Columns is [{ Scale: var scale }])
        {
            rootSquared.Add(((foretold[rules.Middle] - ahead) / scale).Square());
        }

        if (Quantiles.Count > 1)
        {
            coverage.Add((ahead >= foretold[0]) * (ahead <= foretold[^1]));
        }

        if (batch.Fields[0].Meaning is Meaning.Quantity { BestError: { } known })
        {
            best.Add(Tensor.Full([batch.Count], (float)known));
        }
    }

    /// <summary>What it foretells of windows [N, past, columns]: [N, ahead, columns].</summary>
    public override Tensor Answer(Tensor items) => forecaster.Foretell(items, ahead)[rules.Middle];

    public override Estimate? EstimateOn(GpuDevice gpu, Splits data) =>
        new PlainForecastEstimate(gpu, new PlainForecasts(data.Train, Season), data.Test, Metrics, plain);

    static ForecastLearner Read(Settings settings)
    {
        ForecastRules rules = new(settings.OneOf<WindowNormalization>("normalization", WindowNormalization.Last),
            settings.Flag("channelIndependent", false), settings.Int("stepsAtOnce", 0, min: 0),
            settings.Has("quantiles") ? settings.Floats("quantiles") : []);
        try
        {
            return new(settings.Model("model"), settings.Optimizer("optimizer"), rules,
                rules.Quantiles.Count == 0 ? settings.Loss<RegressionLoss>() : null, settings.Int("season", 0, min: 0));
        }
        catch (ArgumentException unfit)
        {
            throw settings.Error(unfit.Message, "quantiles", unfit);
        }
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("Forecast",
        "Learns to foretell series in time, one number a step or quantiles; plain forecasts are told beside.", Read);
}
