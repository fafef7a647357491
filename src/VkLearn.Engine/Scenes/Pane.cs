using VkLearn.Formats;

namespace VkLearn.Engine;

/// <summary>A part of the window: a view, or parts side by side or one above the other.</summary>
public sealed record Pane
{
    Pane() { }

    /// <summary>Its share of the room, beside its neighbours' weights.</summary>
    public double Weight { get; private init; } = 1;

    /// <summary>Whether its parts lie side by side.</summary>
    public bool IsRow { get; private init; }

    public IReadOnlyList<Pane> Parts { get; private init; } = [];

    /// <summary>What is seen there; null where it is made of parts.</summary>
    public Behaviour? View { get; private init; }

    /// <summary>All that is seen in it, from left to right and from top to bottom.</summary>
    public IEnumerable<Behaviour> Views => View is null ? Parts.SelectMany(part => part.Views) : [View];

    /// <summary>Parts side by side.</summary>
    public static Pane Row(params IReadOnlyList<Pane> parts) => new() { IsRow = true, Parts = parts };

    /// <summary>Parts one above the other.</summary>
    public static Pane Column(params IReadOnlyList<Pane> parts) => new() { Parts = parts };

    /// <exception cref="ArgumentException">There is nothing to be seen of it.</exception>
    public static implicit operator Pane(Behaviour view) => view is IShown ? new() { View = view }
        : throw new ArgumentException($"{view.GetType().Name} is not a view: there is nothing to be seen of it.");

    /// <summary>The same with another share of the room.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public Pane WithWeight(double weight)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weight);
        return this with { Weight = weight };
    }

    /// <param name="onView">Told of each view that is read.</param>
    internal static Pane Read(Settings settings, Action<SceneBehaviour> onView)
    {
        bool isView = settings.Has("type");
        double weight = settings.Number("weight", 1, min: 0.01, max: 100);
        return (isView ? ReadView(settings, onView) : ReadParts(settings, onView)).WithWeight(weight);
    }

    static Pane ReadView(Settings settings, Action<SceneBehaviour> onView)
    {
        SceneBehaviour view = SceneBehaviour.Read(settings);
        if (view.Behaviour is not IShown)
        {
            throw settings.Error($"{settings.Type} is not a view: there is nothing to be seen of it. Put it in \"behaviours\".", "type");
        }

        onView(view);
        return view.Behaviour;
    }

    static Pane ReadParts(Settings settings, Action<SceneBehaviour> onView)
    {
        bool isRow = settings.Has("row"), isColumn = settings.Has("column");
        if (isRow == isColumn)
        {
            throw settings.Error($"a part of the window is either a \"row\" or a \"column\" of parts, or a view by its \"type\"; this has "
                + (isRow ? "a row and a column." : "none of them."));
        }

        string key = isRow ? "row" : "column";
        IReadOnlyList<Settings> parts = settings.List(key);
        settings.RefuseUnknown();
        return parts.Count > 0 ? new() { IsRow = isRow, Parts = [.. parts.Select(part => Read(part, onView))] }
            : throw settings.Error($"a {key} has at least one part.", key);
    }
}
