using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Models;
using VkLearn.Primitives;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// The way from one item of the batch to another through the codes of a model that has such (<see cref="ICodec"/>), decoded: between the
/// two images that were clicked on last, which stand at its ends. Its tensor, by this entity's name: <c>images</c>.
/// </summary>
public sealed class InterpolationView : Behaviour, IShown, ITensors, IOfLearner
{
    const string Images = "images", Batch = "batch";

    readonly State ends = new("interpolation's ends", [2], type: DType.Int32);
    BatchObserver? observer;
    Recording? recording;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "Between two chosen";

    /// <summary>Codes on the way, those of both ends among them.</summary>
    public int Count { get; init; } = 8;

    /// <summary>The numbers of both images.</summary>
    public (int From, int To) Ends { get; private set; } = (0, 1);

    public IReadOnlyList<string> Tensors => [TensorName.Of(LearnerName, Batch)];

    public View MakeView() => new ImageBatch(Scene.FindSource($"{Entity.Path}/{Images}"), []) { Title = Title };

    public TensorMemory Find(string name) => name == Images ? Way.Result.Memory!.Value
        : throw new UnknownTensorException(name, $"An interpolation has no \"{name}\", but \"{Images}\".");

    protected override void LateUpdate()
    {
        bool isOther = Scene.Selection.ItemOf(TensorName.Of(LearnerName, Batch)) is { } item && item != Ends.To;
        if (isOther)
        {
            Ends = (Ends.To, Scene.Selection.Item!.Value.Index);
        }

        if (Observer.IsDue(isOther))
        {
            Recording way = Way;
            ends.LoadInt32([Ends.From, Ends.To]);
            way.Replay();
        }
    }

    protected override void OnDestroy() => recording?.Dispose();

    BatchObserver Observer => observer ??= new(Scene, LearnerName);

    Recording Way => recording ??= Record();

    Recording Record()
    {
        Observer.Trainer.Prepare();
        ICodec codec = Observer.ModelThat<ICodec>("An interpolation", "encodes and decodes, such as a Vae");
        return Scene.Gpu.Record(() =>
        {
            Tensor items = Observer.Batch.Gather(ends), codes = codec.Encode(items);
            Tensor shares = Tensor.From([.. Enumerable.Range(0, Count).Select(i => i / (Count - 1f))], [Count, 1]);
            Tensor way = codes.Slice(0, 0, 1) * (1 - shares) + codes.Slice(0, 1, 1) * shares;
            Tensor made = codec.Decode(way).Reshape([Count, .. items.Shape.Sizes[1..]]);
            return Concat.Of(0, items.Slice(0, 0, 1), made, items.Slice(0, 1, 1));
        }, training: false, name: "interpolation");
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Interpolation",
        "The way between the codes of the two images that were clicked on last, decoded.",
        settings => new InterpolationView
        {
            Title = settings.Text("title", "Between two chosen"),
            LearnerName = settings.Learner(),
            Count = settings.Int("count", 8, min: 2, max: 64),
        });
}
