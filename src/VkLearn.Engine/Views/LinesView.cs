using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>Shows tensors [N] as lines over their elements, where they lie: how something goes along a network's depth.</summary>
/// <param name="tensors">By name: <c>residualGradient</c>.</param>
public sealed class LinesView(IReadOnlyList<string> tensors) : Behaviour, IShown
{
    /// <summary>By default the first tensor's name.</summary>
    public string? Title { get; init; }

    /// <summary>The lines' names in the legend; by default the tensors'.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>What x counts.</summary>
    public string XUnit { get; init; } = "element";

    /// <summary>Whether equal steps of y multiply.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>The ends of the y axis; null: what the lines need.</summary>
    public (float Low, float High)? Range { get; init; }

    /// <summary>What the first and the last element stand at; null: at their numbers, from 0.</summary>
    public (double First, double Last)? XRange { get; init; }

    public IReadOnlyList<string> Tensors => tensors;

    public View MakeView() => new LinePlot(Title ?? tensors[0],
        [.. tensors.Select((name, i) => new LineSeries(i < Labels.Count ? Labels[i] : name, Scene.FindSource(name)))])
    {
        XUnit = XUnit, XRange = XRange, IsLogarithmic = IsLogarithmic, YRange = Range, Smoothing = 0,
    };

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Lines", "Tensors [N] as lines over their elements.",
        settings => new LinesView(settings.Names("tensors") ?? throw settings.Error("\"tensors\" is missing: name what is to be drawn."))
        {
            Title = settings.TextOrNull("title"),
            Labels = settings.Names("labels") ?? [],
            XUnit = settings.Text("xUnit", "element"),
            IsLogarithmic = settings.Flag("log", false),
            Range = settings.Range(),
            XRange = settings.Has("last") ? (settings.Number("first", 0), settings.Number("last")) : null,
        });
}
