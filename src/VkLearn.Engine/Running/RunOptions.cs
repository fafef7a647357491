using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>How a run is seen; by default not at all.</summary>
public sealed record RunOptions
{
    /// <summary>What the scene's views are drawn on; null: they are not.</summary>
    public ITarget? Target { get; init; }

    /// <summary>What the target is shown in, if it is a window's.</summary>
    public IWindow? Window { get; init; }

    /// <summary>In which colours; null: as the scene says.</summary>
    public Theme? Theme { get; init; }

    /// <summary>How much larger text and strokes are drawn: <see cref="Renderer.ContentScale"/>; null: as the window says.</summary>
    public float? ContentScale { get; init; }

    /// <summary>Whether frames go on when the training is over, until the user ends them.</summary>
    public bool StaysOpen { get; init; }

    /// <summary>Tables of earlier runs that curves are compared with.</summary>
    public IReadOnlyList<string> Compared { get; init; } = [];

    /// <summary>The table of this run before it was resumed, that its curves go on from; null: it begins.</summary>
    public string? Resumed { get; init; }

    /// <summary>Pictures to take; needs a target.</summary>
    public Pictures? Pictures { get; init; }

    /// <summary>A film to make; needs a target.</summary>
    public FilmOptions? Film { get; init; }
}
