using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Models;
using VkLearn.Primitives;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// Images of the batch of which a half is hidden, and what a model that can (<see cref="IImputer"/>) fills in, step by step: three rows,
/// originals, what is known of them, and what is made of that. After some seconds others come, and another half is hidden. Its tensor, by
/// this entity's name: <c>images</c>.
/// </summary>
public sealed class OcclusionView : Behaviour, IShown, ITensors, IOfLearner
{
    const string Images = "images", Batch = "batch";
    const float Hidden = 0.3f; // how grey what is hidden is
    const int Sides = 4;

    BatchObserver? observer;
    Recording? taking, filling;
    State? known, given, chain;
    double changeAt, stepAt;
    int turn;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "Half of it hidden, filled in";

    /// <summary>Images, side by side.</summary>
    public int Count { get; init; } = 8;

    /// <summary>How long the same are filled in.</summary>
    public double Seconds { get; init; } = 4;

    /// <summary>Steps of the chain a second, at most one a frame.</summary>
    public double Rate { get; init; } = 10;

    public IReadOnlyList<string> Tensors => [TensorName.Of(LearnerName, Batch)];

    public View MakeView() => new ImageBatch(Scene.FindSource($"{Entity.Path}/{Images}"), []) { Title = Title };

    public TensorMemory Find(string name)
    {
        Prepare();
        return name == Images ? filling!.Result.Memory!.Value
            : throw new UnknownTensorException(name, $"An occlusion has no \"{name}\", but \"{Images}\".");
    }

    protected override void LateUpdate()
    {
        Prepare();
        if (Observer.Trainer.Steps == 0)
        {
            return; // there is no batch yet
        }

        double now = Scene.Time.UnscaledTotal;
        if (now >= changeAt)
        {
            changeAt = now + Seconds;
            known!.Load(Half(turn++));
            taking!.Replay();
        }

        if (now >= stepAt)
        {
            stepAt = now + 1 / Rate;
            filling!.Replay();
        }
    }

    protected override void OnDestroy()
    {
        taking?.Dispose();
        filling?.Dispose();
    }

    BatchObserver Observer => observer ??= new(Scene, LearnerName);

    Shape Item => Observer.GreyImage("An occlusion");

    void Prepare()
    {
        if (filling is not null)
        {
            return;
        }

        Observer.Trainer.Prepare();
        IImputer model = Observer.ModelThat<IImputer>("An occlusion", "fills in, such as an Rbm");
        int count = Math.Min(Count, Observer.Trainer.Batch);
        (known, given, chain) = (new("what is known", [1, .. Item]), new("occluded", [count, .. Item]), new("filled in", [count, .. Item]));
        taking = Scene.Gpu.Record(() =>
        {
            given.Assign(Observer.Batch.Slice(0, 0, count));
            chain.Assign(given.Value * known); // black at first
        }, training: false, name: "occlusion's images");
        filling = Scene.Gpu.Record(() =>
        {
            (Tensor items, Tensor means) = model.Impute(chain, known);
            chain.Assign(items);
            return Rows(given, Where.Select(known, given, Hidden), means);
        }, training: false, name: "occlusion");
    }

    /// <summary>1 for one half of an image, 0 for the other, at its right, bottom, left and top by turns.</summary>
    float[] Half(int turn) =>
    [
        .. from row in Enumerable.Range(0, Item[1]) from column in Enumerable.Range(0, Item[2])
            let place = turn % 2 == 0 ? (column + 0.5) / Item[2] : (row + 0.5) / Item[1]
            select turn % Sides < 2 == place < 0.5 ? 1f : 0f,
    ];

    /// <summary>Images side by side, [count, 1, H, W] each, one row above the other, as one: [1, rows H, count W].</summary>
    static Tensor Rows(params Tensor[] rows) => Tensor.Concat(1, [.. rows.Select(row =>
        row.Permute(1, 2, 0, 3).Reshape([1, row.Shape[2], row.Shape[0] * row.Shape[3]]))]);

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Occlusion",
        "Images of the batch of which a half is hidden, and what the model fills in, step by step.",
        settings => new OcclusionView
        {
            Title = settings.Text("title", "Half of it hidden, filled in"),
            LearnerName = settings.Learner(),
            Count = settings.Int("count", 8, min: 1, max: 64),
            Seconds = settings.Number("seconds", 4, min: 0.1, max: 3600),
            Rate = settings.Number("rate", 10, min: 0.01, max: 1000),
        });
}
