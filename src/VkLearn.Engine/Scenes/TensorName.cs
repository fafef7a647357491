namespace VkLearn.Engine;

/// <summary>
/// What a tensor is called in a scene: <c>layers.1:output</c> is of the first entity that has tensors, usually the trainer;
/// <c>drawing/image</c> is the image of the entity named drawing, <c>left/drawing/image</c> that of the one below the entity named left. A
/// tensor's own name has no '/': what stands before the last one is the entity.
/// </summary>
readonly record struct TensorName(string? Entity, string Name)
{
    /// <summary>As texts name it.</summary>
    /// <param name="entity">Null: the first entity that has tensors.</param>
    public static string Of(string? entity, string name) => entity is null ? name : $"{entity}/{name}";

    public static TensorName Parse(string text) =>
        text.LastIndexOf('/') is > 0 and int slash ? new(text[..slash], text[(slash + 1)..]) : new(null, text);

    /// <summary>Which of the scene's behaviours it belongs to; null where there is none.</summary>
    public ITensors? OwnerIn(Scene scene) =>
        Entity is null ? scene.FindBehaviour<ITensors>() : scene.Find(Entity)?.GetBehaviour<ITensors>();
}
