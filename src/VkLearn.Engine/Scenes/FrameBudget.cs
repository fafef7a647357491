using VkLearn.Formats;
using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>How a scene's frames are spent and coloured: what its file calls <c>"frame"</c>.</summary>
/// <param name="Rate">Frames a second, at most.</param>
/// <param name="Training">The share of a frame that trainers may use, from 0 to 0.95.</param>
public sealed record FrameBudget(int Rate = 30, double Training = 0.8)
{
    /// <summary>In which colours they are drawn, unless told otherwise.</summary>
    public Theme Theme { get; init; } = Theme.Dark;

    internal const int LargestRate = 1000;
    internal const double LargestShare = 0.95;

    internal static FrameBudget Read(Settings? frame)
    {
        if (frame is null)
        {
            return new FrameBudget();
        }

        FrameBudget budget = new(frame.Int("rate", 30, min: 1, max: LargestRate), frame.Number("training", 0.8, min: 0, max: LargestShare))
        {
            Theme = Theme.Find(frame.OneOf("theme", [.. Theme.All.Select(theme => theme.Name)], Theme.Dark.Name))!,
        };
        frame.RefuseUnknown();
        return budget;
    }
}
