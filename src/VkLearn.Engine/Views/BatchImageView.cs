using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Ops;
using VkLearn.Primitives;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// One image of the trainer's batch, that which was clicked on last, and what the model makes of it. Its tensors, by this entity's name:
/// <c>image</c>, <c>label</c>, <c>prediction</c>, <c>probabilities</c>, <c>saliency</c>, <c>gradCam</c>, and what layers compute,
/// <c>layers.1:output</c>: the feature maps <c>image/layers.1:output</c>. <c>selected:gradCam</c> goes by the layer that is selected, where
/// that makes maps, else by <see cref="Layer"/>.
/// </summary>
public sealed class BatchImageView : Behaviour, IShown, IOfLearner, ITensors
{
    const string Image = "image", Label = "label", Prediction = "prediction", Probabilities = "probabilities",
        Saliency = "saliency", GradCam = "gradCam";

    static readonly string[] own = [Image, Label, Prediction, Probabilities, Saliency, GradCam];

    readonly State chosen = new("chosen image", [1], type: DType.Int32);
    BatchObserver? observer;
    Recording? inference;
    int? shown;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "Chosen image";

    /// <summary>The image that is shown until another is clicked on.</summary>
    public int Index { get; set; }

    /// <summary>The layer whose output Grad-CAM goes by: <c>layers.4:output</c>; null: there is no <c>gradCam</c>.</summary>
    public string? Layer { get; init; }

    public IReadOnlyList<string> Tensors => BatchObserver.TensorsOf(LearnerName);

    public View MakeView() => new ImageBatch(Source(Image), Scene.ClassNames)
    {
        Title = Title,
        Predictions = Source(Prediction),
        Labels = Source(Label),
    };

    /// <exception cref="UnknownTensorException">The model computes none of that name, or nothing showed it when first drawn.</exception>
    public TensorMemory Find(string name) =>
        Inference.Watches.GetValueOrDefault(Inference.Watches.ContainsKey(name) || !new TensorName(null, name).IsGradCam ? name : GradCam)
            ?.Memory ?? throw new UnknownTensorException(name,
            name == GradCam ? "There is no \"gradCam\" without a layer that it goes by: give the BatchImage its \"layer\"."
            : $"\"{name}\" was not asked for before the first image. Add what shows it before the scene's first frame.");

    protected override void LateUpdate()
    {
        Index = Scene.Selection.ItemOf(TensorName.Of(LearnerName, "batch")) ?? Index;
        int index = Mistakes is { } mistakes && Scene.Selection.ItemOf(mistakes.Items) is { } mistake
            ? Looking.Trainer.Batch + mistake : Math.Min(Index, Looking.Trainer.Batch - 1);
        if (Looking.IsDue(isUrgent: index != shown))
        {
            Recording recording = Inference;
            shown = index;
            chosen.Load([index]);
            recording.Replay();
        }
    }

    protected override void OnDestroy() => inference?.Dispose();

    BatchObserver Looking => observer ??= new(Scene, LearnerName);

    Recording Inference => inference ??= Record();

    MisclassifiedView? Mistakes =>
        Scene.FindBehaviours<MisclassifiedView>().FirstOrDefault(view => Scene.FindTrainer(view.LearnerName) == Looking.Trainer);

    TensorSource Source(string name) => Scene.FindSource($"{Entity.Path}/{name}");

    Recording Record()
    {
        (Tensor batch, Tensor label, Tensor prediction) = (Looking.Batch, Looking.Label, Looking.Prediction);
        string[] layers = [.. Scene.ShownOf(this).Except(own)], maps = [.. Scene.ShownOf(this).Intersect([Saliency, GradCam])];
        bool isOfSelected = Scene.ShowsGradCamOfSelected(this);
        MisclassifiedView? mistakes = Mistakes;
        mistakes?.Prepare();
        return Scene.Gpu.Record(() =>
        {
            if (mistakes is not null)
            {
                (Tensor images, Tensor labels, Tensor predictions) = mistakes.Found;
                (batch, label, prediction) = (Concat.Of(0, batch, images), Concat.Of(0, label, labels),
                    Concat.Of(0, prediction, predictions)); // one of these can be chosen, too
            }

            Tensor image = batch.Gather(chosen).Watch(Image), logits = Looking.Model.Forward(image);
            if (maps.Contains(Saliency))
            {
                logits.Saliency(image).Watch(Saliency);
            }

            if ((isOfSelected || maps.Contains(GradCam)) && Layer is { } layer)
            {
                logits.GradCam(logits.Source(layer)).Watch(GradCam);
            }

            foreach (string output in isOfSelected ? layers : []) // all of them at once: a click has nothing to wait for
            {
                if (logits.Source(output) is { Shape.Rank: 4 } made)
                {
                    logits.GradCam(made).Watch(TensorName.GradCamOf(output));
                }
            }

            label.Gather(chosen).Watch(Label);
            prediction.Gather(chosen).Watch(Prediction);
            return logits.Softmax().Watch(Probabilities);
        }, training: false, name: "image's step", watch: layers);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("BatchImage",
        "The image of the batch that was clicked on, and what the model makes of it: maps, saliency, Grad-CAM.",
        settings => new BatchImageView
        {
            Title = settings.Text("title", "Chosen image"),
            LearnerName = settings.Learner(),
            Index = settings.Int("index", 0, min: 0),
            Layer = settings.TextOrNull("layer"),
        });
}
