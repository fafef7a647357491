using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>What goes through tensors of its own place by place, so that a view of one can show where it is.</summary>
public interface IAtWork
{
    /// <summary>The cells of a tensor [.., H, W] that it is at work on; null: none, or not its tensor.</summary>
    Rectangle? CellsOf(string tensor);
}
