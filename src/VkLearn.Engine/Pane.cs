using VkLearn.Formats;

namespace VkLearn.Engine;

/// <summary>A part of the window: a view, or panes side by side or one above the other.</summary>
/// <param name="Weight">Its share of the room, beside its neighbours' weights.</param>
/// <param name="IsRow">Whether its panes lie side by side.</param>
/// <param name="View">Null where it is made of panes.</param>
sealed record Pane(double Weight, bool IsRow, IReadOnlyList<Pane> Panes, SceneBehaviour? View = null)
{
    /// <summary>All views in it, in the order of the file.</summary>
    public IEnumerable<SceneBehaviour> Views => View is null ? Panes.SelectMany(pane => pane.Views) : [View];

    public static Pane Read(Settings settings)
    {
        bool isView = settings.Has("type");
        double weight = settings.Number("weight", 1, min: 0.01, max: 100);
        return isView ? new Pane(weight, IsRow: true, [], ReadView(settings)) : ReadPanes(settings, weight);
    }

    static SceneBehaviour ReadView(Settings settings)
    {
        SceneBehaviour view = SceneBehaviour.Read(settings);
        return view.Behaviour is IShown ? view
            : throw settings.Error($"{settings.Type} is not a view: there is nothing to be seen of it. Put it in \"behaviours\".", "type");
    }

    static Pane ReadPanes(Settings settings, double weight)
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
        return parts.Count > 0 ? new Pane(weight, isRow, [.. parts.Select(Read)])
            : throw settings.Error($"a {key} has at least one part.", key);
    }
}
