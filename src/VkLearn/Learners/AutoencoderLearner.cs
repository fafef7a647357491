using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Losses;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>What an autoencoder's reconstructions are compared with their items by.</summary>
public enum ReconstructionLoss
{
    /// <summary>Each value as a probability: the decoder gives logits.</summary>
    CrossEntropy,

    /// <summary>The squared difference: the decoder gives the values themselves.</summary>
    SquaredError,
}

/// <summary>
/// Has an <see cref="Autoencoder"/> learn to say items in few numbers and to make them again (Hinton and Salakhutdinov 2006); of corrupted
/// items (<see cref="Corruption"/>), and by codes that are sparse (<see cref="CodePenalty"/>), where asked to. It shows of a batch's first
/// items <c>item</c>, <c>corrupted</c>, <c>code</c> as an image, <c>reconstruction</c> and <c>difference</c>, and samples
/// <c>interpolation</c>: what lies between pairs of items.
/// </summary>
public sealed class AutoencoderLearner : Learner
{
    const int Pairs = 8, StepsBetween = 8, ItemsShown = 30;

    readonly Autoencoder model;
    readonly Optimizer optimizer;
    readonly Metric reconstruction, loss;
    readonly Metric? ofComponents;
    readonly int principalComponents;
    Pca? pca;
    Tensor? ends; // of what lies between: a pair's first items, then their second, [2 pairs, ..item]

    /// <param name="principalComponents">As many are found in the items before it begins, to compare with: the error that they leave is
    /// tested too; 0: none.</param>
    public AutoencoderLearner(Autoencoder model, Optimizer optimizer, int principalComponents = 0)
    {
        (this.model, this.optimizer) = (Own("", model), Own("optimizer", optimizer));
        this.principalComponents = principalComponents;
        reconstruction = Measure("reconstructionError", better: Better.Lower);
        loss = Measure("loss", better: Better.Lower);
        ofComponents = principalComponents > 0 ? Measure("pcaError") : null;
        Samplers = [new("interpolation", Interpolation)];
    }

    /// <summary>What is made small, summed over an item's values.</summary>
    public ReconstructionLoss Loss { get; init; }

    /// <summary>Of what the encoder is given in training; null: none.</summary>
    public Corruption? Corruption { get; init; }

    /// <summary>What codes cost beside the loss; null: nothing.</summary>
    public CodePenalty? Sparsity { get; init; }

    public override IReadOnlyList<Metric> BestBy => [reconstruction];

    public override IReadOnlyList<Sampler> Samplers { get; }

    public override IReadOnlyList<(string Name, string Value)> Settings =>
        [("loss", $"{Loss}"), ("corruption", $"{Corruption?.ToString() ?? "none"}"), ("sparsity", $"{Sparsity?.ToString() ?? "none"}")];

    public override void Survey(GpuDevice gpu, Dataset train)
    {
        ends = train.First(gpu, 2 * Math.Clamp(train.Count / 2, 1, Pairs));
        if (principalComponents > 0)
        {
            pca = new Pca((int)ends.Shape.Without(0).Count, principalComponents);
            pca.Fit(gpu, train);
        }
    }

    protected override void Step(Batch batch, Stage stage)
    {
        Tensor seen = batch.Input, corrupted = Corruption?.Of(seen) ?? seen;
        Tensor code = model.Encode(corrupted), made = Fitted(model.Decode(code), seen), each = LossOf(made, seen).Mean();
        optimizer.Minimize(Sparsity is null ? each : each + Sparsity.Of(code), of: model);
        Tensor reconstructed = Values(made), difference = reconstructed - seen;
        loss.Add(each);
        reconstruction.Add(Sum(difference.Square()).Mean());
        Show("item", First(seen));
        Show("corrupted", First(corrupted));
        Show("code", First(AsImages(code)));
        Show("reconstruction", First(reconstructed));
        Show("difference", First(difference));
    }

    protected override void Test(Batch batch)
    {
        Tensor seen = batch.Input, made = Fitted(model.Forward(seen), seen);
        loss.Add(LossOf(made, seen));
        reconstruction.Add(Sum((Values(made) - seen).Square()));
        if (pca is not null)
        {
            ofComponents!.Add(Sum((pca.InverseTransform(pca.Transform(seen)).Reshape(seen.Shape) - seen).Square()));
        }
    }

    public override Estimate? EstimateOn(GpuDevice gpu, Dataset test) => new FinalTest(gpu, this, test);

    /// <summary>What it makes of items [N, ..item], in their shape.</summary>
    public override Tensor Answer(Tensor items) => Values(Fitted(model.Forward(items), items));

    /// <summary>Few enough to be seen beside what becomes of them.</summary>
    static Tensor First(Tensor rows) => rows.Slice(0, 0, Math.Min(ItemsShown, rows.Shape[0]));

    /// <summary>Codes of one axis as images [N, 1, height, width], as near to squares as their number allows.</summary>
    static Tensor AsImages(Tensor code)
    {
        int height = (int)Math.Sqrt(code.Cols);
        while (code.Cols % height != 0)
        {
            height--;
        }

        return code.Shape.Rank > 2 ? code : code.Reshape([code.Shape[0], 1, height, code.Cols / height]);
    }

    /// <summary>[N]: the sum over each item's values.</summary>
    Tensor LossOf(Tensor made, Tensor seen) => Sum(Loss == ReconstructionLoss.SquaredError ? (made - seen).Square()
        : Losses.Loss.BinaryCrossEntropyWithLogits(made, seen, Reduction.None));

    Tensor Values(Tensor made) => Loss == ReconstructionLoss.CrossEntropy ? made.Sigmoid() : made;

    static Tensor Sum(Tensor each) => (each.Shape.Rank == 2 ? each : each.Flatten()).Sum(1);

    static Tensor Fitted(Tensor made, Tensor seen) => made.Shape.Count == seen.Shape.Count ? made.Reshape(seen.Shape)
        : throw new ArgumentException($"Autoencoder: items are {seen.Shape}, but the decoder gives {made.Shape}. End it with as many values "
            + $"as an item has: {seen.Shape.Count / seen.Shape[0]}.");

    /// <summary>A pair of items a row, and codes evenly between theirs.</summary>
    Dictionary<string, Tensor> Interpolation()
    {
        Tensor items = ends ?? throw new InvalidOperationException("Autoencoder: there are no items to go between before its Survey.");
        int pairs = items.Shape[0] / 2;
        Tensor codes = model.Encode(items), from = codes.Slice(0, 0, pairs), to = codes.Slice(0, pairs, pairs);
        Tensor between = Tensor.Stack(1, [.. Enumerable.Range(0, StepsBetween).Select(i => i / (StepsBetween - 1f))
            .Select(share => from * (1 - share) + to * share)]);
        Tensor made = model.Decode(between.Reshape([pairs * StepsBetween, .. codes.Shape.Sizes[1..]]));
        return new() { ["between"] = Values(made).Reshape([pairs * StepsBetween, .. items.Shape.Sizes[1..]]) };
    }

    static Autoencoder ReadModel(Settings learner)
    {
        Settings read = learner.Has("architectures")
            ? learner.Required("architectures").Required(learner.Text("architecture")) : learner;
        return !read.Has("widths") ? new Autoencoder(read.Model("encoder"), read.Model("decoder"))
            : Autoencoder.Of(read.Ints("widths", min: 1), () => Catalog<Layer>.Read(read.Required("activation")),
                read.Has("codeActivation") ? () => Catalog<Layer>.Read(read.Required("codeActivation")) : null, read.Flag("tied", false));
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("Autoencoder",
        "An encoder to a code and a decoder back: learns to make items again (Hinton and Salakhutdinov 2006; Vincent et al. 2010).",
        settings => new AutoencoderLearner(
            ReadModel(settings), settings.Optimizer("optimizer"), settings.Int("principalComponents", 0, min: 0, max: 1 << 16))
        {
            Loss = settings.OneOf<ReconstructionLoss>("loss", ReconstructionLoss.CrossEntropy),
            Corruption = Corruption.Read(settings),
            Sparsity = CodePenalty.Read(settings),
        });
}
