using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>A behaviour that is seen: what a scene's <c>"views"</c> hold.</summary>
public interface IShown
{
    /// <summary>Names of the tensors that it shows, so that a trainer keeps them where they can be seen.</summary>
    IReadOnlyList<string> Tensors { get; }

    /// <summary>Makes what draws it, once, before its first frame is drawn; whoever draws the scene disposes it.</summary>
    /// <exception cref="ArgumentException">Its tensors cannot be shown so, or are not there; the message says what would be right.
    /// </exception>
    View MakeView();
}
