using System.Runtime.CompilerServices;
using VkLearn.Data;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Ops;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// Something to draw on, and what one of the scene's learners makes of the drawing in each frame: tensors <c>image</c>,
/// <c>probabilities</c>, and what its layers compute, <c>layers.1:output</c>, by this entity's name: <c>drawing/probabilities</c>.
/// </summary>
public sealed class DrawingPadView : Behaviour, IShown, ITensors, IOfLearner
{
    const string Image = "image", Probabilities = "probabilities";

    DrawingPad? pad;
    Recording? inference;
    bool isViewed;

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    public string Title { get; init; } = "Draw here";

    public IReadOnlyList<string> Tensors => [];

    /// <summary>Whether nothing is drawn.</summary>
    public bool IsEmpty => pad?.IsEmpty ?? true;

    /// <summary>Whether a stroke is being drawn.</summary>
    internal bool IsDrawing => pad is { IsDrawing: true };

    public View MakeView()
    {
        isViewed = true;
        return Pad;
    }

    public TensorMemory Find(string name) => name switch
    {
        Image => Drawing,
        Probabilities => Inference.Result.Memory!.Value,
        _ => Inference.Watches.TryGetValue(name, out Tensor? tensor) ? tensor.Memory!.Value : throw new UnknownTensorException(name,
            $"\"{name}\" was not asked for before the first drawing. Add what shows it before the scene's first frame."),
    };

    protected override void LateUpdate() => Inference.Replay();

    protected override void OnDestroy()
    {
        inference?.Dispose();
        if (!isViewed)
        {
            pad?.Dispose();
        }
    }

    TrainerBehaviour Trainer => Scene.FindTrainer(LearnerName);

    DrawingPad Pad => pad ??= MakePad();

    TensorMemory Drawing => new(Pad.Image, 0, new TensorType(Shape.Of([.. Pad.Source.Shape]), DType.Float32));

    Recording Inference => inference ??= Record();

    /// <summary>It begins with an item of the data, so that one sees at once what is asked and what becomes of it.</summary>
    DrawingPad MakePad()
    {
        Dataset data = Trainer.Data;
        if (data.Shape is not { Rank: 3 } item || item[0] != 1)
        {
            throw new ArgumentException(
                $"One can draw for a model of grey images [1, height, width]; this one's items are {data.Shape}.");
        }

        float[] first = [.. data.First(Scene.Gpu, 1).ToArray(Scene.Gpu).Select(value => Math.Clamp(value, 0, 1))];
        DrawingPad made = new(Scene.Gpu, Title, item[1], item[2]);
        made.Suggest(first);
        return made;
    }

    Recording Record()
    {
        TrainerBehaviour trainer = Trainer;
        trainer.Prepare(); // who shows its network knows by then what of
        TensorMemory drawing = Drawing;
        string[] shown = [.. Scene.ShownOf(this).Where(name => name is not (Image or Probabilities))];
        return Scene.Gpu.Record(
            () => trainer.Learner.Answer(Tensor.At(Scene.Gpu, drawing).Reshape([1, .. trainer.Data.Shape])),
            training: false, name: "drawing's step", watch: shown);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("DrawingPad",
        "Something to draw on, and what the model makes of the drawing in each frame.",
        settings => new DrawingPadView
        {
            Title = settings.Text("title", "Draw here"),
            LearnerName = settings.Learner(),
        });
}
