using VkLearn.Engine.Behaviours;
using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>How an element of a scene's tensors is told to people: by the axes that its layer named, or else by what the tensor is.
/// </summary>
static class IndexWords
{
    const string Input = "input"; // what a unit sees is said after the unit

    /// <param name="owner">What the tensor is of.</param>
    /// <param name="name">Of the tensor, as its owner calls it.</param>
    /// <returns>Empty where nobody can say.</returns>
    public static IReadOnlyList<IndexPart> Of(ITensors? owner, string name, IReadOnlyList<int> shape) =>
        owner is TrainerBehaviour trainer && AxesOf(trainer, name.Split(':')[0]) is { Count: > 0 } axes ? Of(axes)
        : [.. Of(AxesOf(name, shape.Count)).Where(part => part.Axes > 1 || shape[part.Axis] > 1)];

    /// <summary>The same where a layer's inputs are the pixels of an image.</summary>
    public static IReadOnlyList<IndexPart> OfImage(IReadOnlyList<IndexPart> parts, int height, int width) =>
        [.. parts.Select(part => part.Name == Input ? part with { Name = "pixel", Rows = (height, width) } : part)];

    /// <summary>Of a parameter, or of its gradient.</summary>
    static IReadOnlyList<string>? AxesOf(TrainerBehaviour trainer, string path) => trainer.Learner.Models
        .SelectMany(model => model.Parameters).FirstOrDefault(parameter => parameter.Path == path)?.Axes;

    /// <summary>Of what is computed.</summary>
    static IReadOnlyList<string> AxesOf(string name, int rank) => (name[(name.LastIndexOf(':') + 1)..], rank) switch
    {
        ("batch" or "image", 4) => ["item", "channel", "pixel", "pixel"],
        ("saliency", 3) => ["item", "pixel", "pixel"],
        ("gradCam", 3) => ["item", "", ""],
        ("output", 2) => ["item", "neuron"],
        ("output", 4) => ["item", "channel", "", ""],
        ("probabilities", 2) => ["item", "class"],
        ("label" or "prediction", 1) => ["item"],
        _ => [],
    };

    static IReadOnlyList<IndexPart> Of(IReadOnlyList<string> axes)
    {
        List<IndexPart> parts = [];
        for (int axis = 0; axis < axes.Count; axis++)
        {
            if (parts is [.., var last] && last.Name == axes[axis])
            {
                parts[^1] = last with { Axes = last.Axes + 1 };
            }
            else
            {
                parts.Add(new(axes[axis], axis));
            }
        }

        return [.. parts.OrderBy(part => part.Name == Input)];
    }
}
