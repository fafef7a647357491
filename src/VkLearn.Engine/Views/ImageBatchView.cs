using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>Shows images with the class that each is taken for: green when it is the label's, red when not.</summary>
/// <param name="images">By name: <c>batch</c>.</param>
/// <param name="predictions">Int32 [N]; null: images only.</param>
/// <param name="labels">Int32 [N]; null where they are not known.</param>
public sealed class ImageBatchView(string images = "batch", string? predictions = "prediction", string? labels = "label")
    : Behaviour, IShown, IOfLearner
{
    /// <summary>By default the images' name.</summary>
    public string? Title { get; init; }

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    /// <summary>The image that was clicked on last, by its number; null: none.</summary>
    public int? Chosen => Scene.Selection.ItemOf(images);

    public IReadOnlyList<string> Tensors => [images, .. new[] { predictions, labels }.OfType<string>()];

    public View MakeView() => new ImageBatch(Scene.FindSource(images), Scene.ClassNames)
    {
        Title = Title ?? images,
        ItemGroup = images,
        Predictions = predictions is null ? null : Scene.FindSource(predictions),
        Labels = labels is null ? null : Scene.FindSource(labels),
    };

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("ImageBatch",
        "The batch's images and the class that each is taken for: green when right, red when not.",
        settings =>
        {
            bool isBatch = !settings.Has("tensor");
            string? learner = settings.Learner();
            return new ImageBatchView(settings.Text("tensor", TensorName.Of(learner, "batch")),
                settings.TextOrNull("predictions") ?? (isBatch ? TensorName.Of(learner, "prediction") : null),
                settings.TextOrNull("labels") ?? (isBatch ? TensorName.Of(learner, "label") : null))
            {
                Title = settings.TextOrNull("title"),
                LearnerName = learner,
            };
        });
}
