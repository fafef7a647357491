namespace VkLearn.Engine;

/// <summary>A behaviour that is seen: what a scene's <c>"views"</c> hold.</summary>
public interface IShown
{
    /// <summary>Names of the tensors that it shows, so that a trainer keeps them where they can be seen.</summary>
    IReadOnlyList<string> Tensors { get; }
}
