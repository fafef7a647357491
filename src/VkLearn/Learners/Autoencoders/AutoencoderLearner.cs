using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Has an <see cref="Autoencoder"/> learn to say items in few numbers and to make them again (Hinton and Salakhutdinov 2006), also of
/// corrupted items or by sparse codes. It shows of a batch's first items <c>item</c>, <c>corrupted</c>, <c>code</c> as an image,
/// <c>reconstruction</c> and <c>difference</c>, and samples <see cref="Interpolation"/>.
/// </summary>
public sealed class AutoencoderLearner : Learner, ICodec
{
    const int ItemsShown = 30;

    readonly Autoencoder model;
    readonly Optimizer optimizer;
    readonly GreedyPretraining? pretraining;
    readonly Interpolation interpolation;
    readonly Metric reconstruction, loss;
    readonly Metric? ofComponents;
    readonly int principalComponents;
    Pca? pca;

    /// <param name="principalComponents">As many are found in the items before it begins, to compare with: the error that they leave is
    /// tested too; 0: none.</param>
    /// <param name="machines">How each dense layer of the encoder is pretrained as a Boltzmann machine, of binary units but for the code,
    /// and the decoder's with it; sigmoids stand between, and codes are linear. None: it begins as it is.</param>
    /// <exception cref="ArgumentException">The model's layers are no machines that stand on each other.</exception>
    public AutoencoderLearner(
        Autoencoder model, Optimizer optimizer, int principalComponents = 0, IReadOnlyList<RbmTraining>? machines = null)
    {
        (this.model, this.optimizer) = (Own("", model), Own("optimizer", optimizer));
        this.principalComponents = principalComponents;
        pretraining = machines is null or [] ? null : Pretraining(machines);
        Stages = pretraining is null ? [Stage.Training] : [.. pretraining.Stages, new("fine-tuning")];
        reconstruction = Measure("reconstructionError", better: Better.Lower);
        loss = Measure("loss", better: Better.Lower);
        ofComponents = principalComponents > 0 ? Measure("pcaError") : null;
        interpolation = new(model.Encode, (code, shape) => Loss.Values(model.Decode(code, shape)));
    }

    /// <summary>What is made small, summed over an item's values.</summary>
    public ReconstructionLoss Loss { get; init; }

    /// <summary>Of what the encoder is given in training; null: none.</summary>
    public Corruption? Corruption { get; init; }

    /// <summary>What codes cost beside the loss; null: nothing.</summary>
    public CodePenalty? Sparsity { get; init; }

    public override IReadOnlyList<Stage> Stages { get; }

    public override IReadOnlyList<Metric> BestBy => [reconstruction];

    public override IReadOnlyList<Sampler> Samplers => [interpolation.Sampler];

    public override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("loss", $"{Loss}"), ("corruption", Corruption?.ToString() ?? "none"), ("sparsity", Sparsity?.ToString() ?? "none"),
        .. pretraining?.Settings ?? [],
    ];

    public override void Survey(GpuDevice gpu, Dataset train)
    {
        interpolation.Take(gpu, train);
        if (principalComponents > 0)
        {
            pca = new Pca((int)train.First(gpu, 1).Shape.Count, principalComponents);
            pca.Fit(gpu, train);
        }
    }

    protected override void Step(Batch batch, Stage stage)
    {
        Tensor seen = batch.Input;
        if (pretraining is not null && pretraining.Has(stage))
        {
            Tell(seen, pretraining.Step(stage, seen.Flatten()).Dream.Reshape(seen.Shape));
            return;
        }

        Tensor corrupted = Corruption?.Of(seen) ?? seen, code = model.Encode(corrupted), made = model.Decode(code, seen.Shape);
        Tensor error = Loss.Each(made, seen).Flatten().Sum(1).Mean();
        optimizer.Minimize(Sparsity is null ? error : error + Sparsity.Of(code), of: model);
        loss.Add(error);
        Tell(seen, Loss.Values(made));
        Show("corrupted", First(corrupted));
        Show("code", First(code.AsImages()));
    }

    void Tell(Tensor seen, Tensor made)
    {
        Tensor difference = made - seen;
        reconstruction.Add(difference.Square().Flatten().Sum(1).Mean());
        Show("item", First(seen));
        Show("reconstruction", First(made));
        Show("difference", First(difference));
    }

    protected override void Test(Batch batch)
    {
        Tensor seen = batch.Input, made = model.Decode(model.Encode(seen), seen.Shape);
        reconstruction.Add((Loss.Values(made) - seen).Square().Flatten().Sum(1));
        loss.Add(Loss.Each(made, seen).Flatten().Sum(1));
        if (pca is not null)
        {
            ofComponents!.Add((pca.InverseTransform(pca.Transform(seen)) - seen.Flatten()).Square().Sum(1));
        }
    }

    public override Estimate? EstimateOn(GpuDevice gpu, Dataset test) => new FinalTest(gpu, this, test);

    /// <summary>What it makes of items [N, ..item], in their shape.</summary>
    public override Tensor Answer(Tensor items) => Loss.Values(model.Decode(model.Encode(items), items.Shape));

    /// <inheritdoc/>
    public Tensor Encode(Tensor items) => model.Encode(items);

    /// <inheritdoc/>
    public Tensor Decode(Tensor code) => Loss.Values(model.Decoder.Forward(code));

    GreedyPretraining Pretraining(IReadOnlyList<RbmTraining> machines)
    {
        (DeepBeliefNet net, GreedyPretraining made) = AutoencoderPretraining.Of(model, machines);
        Own("net", net);
        Own(made.Owned);
        return made;
    }

    /// <summary>Few enough to be seen beside what becomes of them.</summary>
    static Tensor First(Tensor rows) => rows.Slice(0, 0, Math.Min(ItemsShown, rows.Shape[0]));

    [ModuleInitializer]
    internal static void Register() => Catalog<Learner>.Add("Autoencoder",
        "Learns to say items in few numbers and to make them again (Hinton and Salakhutdinov 2006; denoising: Vincent et al. 2010).",
        settings => new AutoencoderLearner(
            settings.Model("model") as Autoencoder ?? throw settings.Error("the model must be an Autoencoder.", "model"),
            settings.Optimizer("optimizer"), settings.Int("principalComponents", 0, min: 0, max: 1 << 16),
            settings.Has("pretraining") ? RbmTraining.ReadAll(settings.Required("pretraining")) : null)
        {
            Loss = settings.OneOf<ReconstructionLoss>("loss", ReconstructionLoss.CrossEntropy),
            Corruption = Corruption.Read(settings),
            Sparsity = CodePenalty.Read(settings),
        });
}
