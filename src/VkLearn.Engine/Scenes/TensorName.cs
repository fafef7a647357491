using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>
/// What a tensor is called in a scene: <c>layers.1:output</c> is of the first entity that has tensors, usually the trainer;
/// <c>drawing/image</c> is the image of the entity named drawing, <c>left/drawing/image</c> that of the one below the entity named left. A
/// tensor's own name has no '/': what stands before the last one is the entity. <c>selected:output</c>, <c>selected.weight</c>,
/// <c>selected:gradient</c> and <c>selected:gradCam</c> are those of the layer that is selected, whichever that is.
/// </summary>
readonly record struct TensorName(string? Entity, string Name)
{
    const string Output = "selected:output", Weight = "selected.weight", Gradient = "selected:gradient", GradCam = "selected" + GradCamEnd,
        GradCamEnd = ":gradCam";

    /// <summary>As texts name it.</summary>
    /// <param name="entity">Null: the first entity that has tensors.</param>
    public static string Of(string? entity, string name) => entity is null ? name : $"{entity}/{name}";

    public static TensorName Parse(string text) =>
        text.LastIndexOf('/') is > 0 and int slash ? new(text[..slash], text[(slash + 1)..]) : new(null, text);

    /// <summary>As texts name it.</summary>
    public string Text => Of(Entity, Name);

    /// <summary>Whether it names a tensor of the layer that is selected.</summary>
    public bool IsOfSelected => Name is Output or Weight or Gradient or GradCam;

    /// <summary>Of such a name, what it names while this layer is selected.</summary>
    /// <exception cref="UnknownTensorException">No layer is, or it has no such tensor.</exception>
    public TensorName Of(SelectedLayer? layer)
    {
        string? name = Name switch
        {
            Output => layer?.Output,
            Weight => layer?.Weight,
            Gradient => layer?.Gradient,
            _ => layer?.Output is { } output ? GradCamOf(output) : null,
        };
        return name is not null ? new(Entity ?? layer!.Owner, name) : throw new UnknownTensorException(Name,
            layer is null ? $"\"{Name}\": no layer is selected. Add a Network view, or set the scene's Selection.Layer."
            : $"\"{Name}\": layer \"{layer.Path}\" has none.");
    }

    /// <summary>What Grad-CAM by a layer's output is called: of <c>layers.1:output</c> <c>layers.1:gradCam</c>.</summary>
    public static string GradCamOf(string output) => output.Split(':')[0] + GradCamEnd;

    /// <summary>Whether it is Grad-CAM by a layer.</summary>
    public bool IsGradCam => Name.EndsWith(GradCamEnd, StringComparison.Ordinal);

    /// <summary>Which of the scene's behaviours it belongs to; null where there is none.</summary>
    public ITensors? OwnerIn(Scene scene) =>
        Entity is null ? scene.FindBehaviour<ITensors>() : scene.Find(Entity)?.GetBehaviour<ITensors>();
}
