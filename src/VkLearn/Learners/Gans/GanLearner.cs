using System.Globalization;
using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Two players that learn from each other (Goodfellow et al. 2014, algorithm 1): a critic to tell real items from those that a generator
/// makes, and the generator to make such as it takes for real. It shows of a batch <c>real</c>, <c>made</c> and what the critic says of
/// each, <c>onReal</c> and <c>onMade</c>; it samples <c>samples</c>, made of the same noise at all times.
/// </summary>
public sealed class GanLearner : Learner, IAdvisor, IGenerator, IItemMaker
{
    readonly Optimizer ofGenerator, ofCritic;
    readonly Metric criticLoss, generatorLoss, realScore, madeScore, criticGradient, generatorGradient, realDiversity, madeDiversity;
    readonly Metric? distance;
    readonly IReadOnlyList<Metric> qualities = [];
    int classes; // of its data, known once a step was traced

    public GanLearner(Players players, Optimizer ofGenerator, Optimizer ofCritic)
    {
        Players = players;
        Own("generator", players.Generator);
        Own("critic", players.Critic);
        (this.ofGenerator, this.ofCritic) = (Own("ofGenerator", ofGenerator), Own("ofCritic", ofCritic));
        (criticLoss, generatorLoss) = (Measure("criticLoss"), Measure("generatorLoss"));
        distance = players.Loss == AdversarialLoss.Wasserstein ? Measure("criticEstimate") : null;
        (realScore, madeScore) = (Measure("realScore"), Measure("madeScore"));
        (criticGradient, generatorGradient) = (Measure("criticGradient"), Measure("generatorGradient"));
        (realDiversity, madeDiversity) = (Measure("realDiversity"), Measure("madeDiversity"));
        Samplers = [SamplesOf(count: 100)];
    }

    public Players Players { get; }

    /// <summary>Of the critic in a step, each by another batch; of the generator there is one.</summary>
    public int CriticUpdates { get; init; } = 1;

    /// <summary>What <see cref="GradientPenalty"/> weighs in the critic's loss; 0: there is none.</summary>
    public float PenaltyWeight { get; init; }

    /// <summary>Whether both players are told the class of an item.</summary>
    public bool IsConditional { get; init; }

    /// <summary>How samples are judged at the end; null: they are not.</summary>
    public SampleQuality? Quality
    {
        get;
        init => qualities = [.. ((field = value)?.Numbers ?? []).Select(number => Measure(number.Name, number.Unit))];
    }

    /// <summary>Of the generator's weights, by which it makes samples; null: by themselves.</summary>
    public WeightAverage? Average
    {
        get;
        init => field = value is null ? null : Own("average", value);
    }

    public override int BatchesPerStep => CriticUpdates;

    public override IReadOnlyList<Sampler> Samplers { get; }

    public override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("game", string.Create(CultureInfo.InvariantCulture, $"{Players.Loss}, {CriticUpdates} to 1, penalty {PenaltyWeight}")),
        ("noise", $"{Players.Latent} {Players.Noise}, {Players.Kinds} kinds"), ("conditional", $"{IsConditional}"),
    ];

    protected override void Step(Batch batch, Stage stage)
    {
        Tensor made = LearnToTell(batch);
        for (int i = 1; i < CriticUpdates; i++)
        {
            batch = batch.Next();
            made = LearnToTell(batch);
        }

        LearnToMake(made, Told(batch));
    }

    /// <summary>An update of the critic.</summary>
    /// <returns>What was made for it, which the generator can learn by too.</returns>
    Tensor LearnToTell(Batch batch)
    {
        Tensor? told = Told(batch);
        Tensor real = Players.Signed(batch.Input), made = Players.Make(Players.Draw(batch.Count), told), given = made.Detach();
        if (real.Shape != made.Shape)
        {
            throw new ArgumentException(
                $"Gan: the generator makes {made.Shape}, but items are {real.Shape}. End it with as many values in the same shape.");
        }

        Tensor onReal = Players.Judge(real, told), onMade = Players.Judge(given, told), error = Players.Loss.OfCritic(onReal, onMade);
        criticLoss.Add(error);
        distance?.Add(onReal.Mean() - onMade.Mean());
        if (PenaltyWeight > 0)
        {
            error += GradientPenalty.Of(items => Players.Judge(items, told), real, given) * PenaltyWeight;
        }

        criticGradient.Add(error.GradientNorm(of: Players.Critic));
        ofCritic.Minimize(error, of: Players.Critic);
        Tell(real, made, Players.Loss.Told(onReal), Players.Loss.Told(onMade));
        return made;
    }

    /// <summary>An update of the generator, by the critic as it is now.</summary>
    void LearnToMake(Tensor made, Tensor? told)
    {
        Tensor error = Players.Loss.OfGenerator(Players.Judge(made, told));
        generatorLoss.Add(error);
        generatorGradient.Add(error.GradientNorm(of: Players.Generator));
        ofGenerator.Minimize(error, of: Players.Generator);
        Average?.Update(Players.Generator);
    }

    void Tell(Tensor real, Tensor made, Tensor onReal, Tensor onMade)
    {
        realScore.Add(onReal.Mean());
        madeScore.Add(onMade.Mean());
        realDiversity.Add(Diversity.Of(real));
        madeDiversity.Add(Diversity.Of(made));
        Show("real", Players.Unsigned(real));
        Show("made", Players.Unsigned(made));
        Show("onReal", onReal);
        Show("onMade", onMade);
    }

    /// <summary>What the critic says of items [N, ..item] as they are in its data: [N, 1].</summary>
    public override Tensor Answer(Tensor items) => Players.Loss.Told(Players.Judge(Players.Signed(items)));

    /// <inheritdoc/>
    public string? Advice(IReadOnlyDictionary<string, double> recent) =>
        GanAdvice.Of(Players.Loss, PenaltyWeight > 0, name => recent.GetValueOrDefault(name, double.NaN));

    /// <summary>Nothing where what is real was drawn meanwhile: the test's items are others.</summary>
    public override Estimate? EstimateOn(GpuDevice gpu, Splits data) =>
        data.Train.Rewritten > 0 ? null : Quality?.Of(gpu, this, data, qualities);

    /// <summary>Of noise [N, latent] items [N, ..item] as they are in its data, by the averages of the weights where there are some.
    /// </summary>
    public Tensor Sample(Tensor noise, Tensor? told = null) => Players.Unsigned(
        Average?.Forward(Players.Generator, Conditioning.Beside(noise, told)) ?? Players.Make(noise, told));

    /// <inheritdoc/>
    public int Latent => Players.Latent;

    /// <inheritdoc/>
    /// <remarks>Where classes are told, one of each after the other.</remarks>
    public Tensor Decode(Tensor code) => Sample(code, Asked(code.Shape[0]));

    /// <summary>1 for each item's class: [N, classes]; null where nobody is told.</summary>
    Tensor? Told(Batch batch)
    {
        classes = IsConditional ? ((Meaning.Label)batch.LabelField.Meaning).Names.Count : 0;
        return IsConditional ? batch.Labels(batch.LabelField.Name).OneHot(classes) : null;
    }

    /// <inheritdoc/>
    public Tensor MakeItems(int count) => Decode(Players.DrawSamples(count));

    /// <inheritdoc/>
    public Tensor? Asked(int count) => IsConditional
        ? Tensor.From([.. Enumerable.Range(0, count).Select(i => i % classes)], [count]).OneHot(classes) : null;

    Sampler SamplesOf(int count)
    {
        State noise = new("samples' noise", [count, Players.Latent]), isDrawn = new("samples' noise is drawn", []);
        return new("samples", () =>
        {
            Tensor drawn = Where.Select(isDrawn.Value, noise, Players.DrawSamples(count));
            noise.Assign(drawn);
            isDrawn.Assign(Tensor.Ones([]));
            return new Dictionary<string, Tensor> { ["samples"] = Decode(drawn) };
        }, () => isDrawn.Load([0]));
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("Gan",
        "Two players: a generator makes items of noise, a critic says whether they are real (Goodfellow et al. 2014).",
        settings => new GanLearner(
            Players.Read(settings), settings.Optimizer("generatorOptimizer"), settings.Optimizer("criticOptimizer"))
        {
            CriticUpdates = settings.Int("criticUpdates", 1, min: 1, max: 100),
            PenaltyWeight = settings.Float("gradientPenalty", 0, min: 0),
            IsConditional = settings.Flag("conditional", false),
            Quality = settings.Child("quality") is { } quality ? Catalog<SampleQuality>.Read(quality) : null,
            Average = WeightAverage.Read(settings),
        });
}
