using VkLearn.Formats;
using VkLearn.Rendering;

namespace VkLearn.Engine;

/// <summary>
/// How a scene's window is divided among the behaviours that are seen: <c>Layout.Row(new ImageBatchView(), Layout.Column(...))</c>.
/// </summary>
public static class Layout
{
    /// <summary>Parts side by side.</summary>
    public static Layout<Behaviour> Row(params IReadOnlyList<Layout<Behaviour>> parts) => Layout<Behaviour>.Row(parts);

    /// <summary>Parts one above the other.</summary>
    public static Layout<Behaviour> Column(params IReadOnlyList<Layout<Behaviour>> parts) => Layout<Behaviour>.Column(parts);

    /// <param name="onView">Told of each view that is read.</param>
    internal static Layout<Behaviour> Read(Settings settings, Action<SceneBehaviour> onView)
    {
        bool isView = settings.Has("type");
        double weight = settings.Number("weight", 1, min: 0.01, max: 100);
        return (isView ? ReadView(settings, onView) : ReadParts(settings, onView)).WithWeight(weight);
    }

    static Layout<Behaviour> ReadView(Settings settings, Action<SceneBehaviour> onView)
    {
        SceneBehaviour view = SceneBehaviour.Read(settings);
        if (view.Behaviour is not IShown)
        {
            throw settings.Error($"{settings.Type} is not a view: there is nothing to be seen of it. Put it in \"behaviours\".", "type");
        }

        onView(view);
        return view.Behaviour;
    }

    static Layout<Behaviour> ReadParts(Settings settings, Action<SceneBehaviour> onView)
    {
        bool isRow = settings.Has("row"), isColumn = settings.Has("column");
        if (isRow == isColumn)
        {
            throw settings.Error($"a part of the window is either a \"row\" or a \"column\" of parts, or a view by its \"type\"; this has "
                + (isRow ? "a row and a column." : "none of them."));
        }

        string key = isRow ? "row" : "column";
        IReadOnlyList<Settings> list = settings.List(key);
        settings.RefuseUnknown();
        if (list.Count == 0)
        {
            throw settings.Error($"a {key} has at least one part.", key);
        }

        Layout<Behaviour>[] parts = [.. list.Select(part => Read(part, onView))];
        return isRow ? Row(parts) : Column(parts);
    }
}
