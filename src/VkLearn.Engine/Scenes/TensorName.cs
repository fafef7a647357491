namespace VkLearn.Engine;

/// <summary>
/// What a tensor is called in a scene: <c>layers.1:output</c> is of the first entity that has tensors, usually the trainer;
/// <c>drawing/image</c> is the image of the entity named drawing.
/// </summary>
readonly record struct TensorName(string? Entity, string Name)
{
    public static TensorName Parse(string text) =>
        text.IndexOf('/') is > 0 and int slash ? new(text[..slash], text[(slash + 1)..]) : new(null, text);

    /// <summary>Which of the scene's behaviours it belongs to; null where there is none.</summary>
    public ITensors? OwnerIn(Scene scene) =>
        Entity is null ? scene.FindBehaviour<ITensors>() : scene.Find(Entity)?.GetBehaviour<ITensors>();
}
