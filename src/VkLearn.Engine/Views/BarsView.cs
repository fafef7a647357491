using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>Shows values [N] or [1, N] as bars with their numbers: probabilities of classes, which name them.</summary>
/// <param name="tensor">By name: <c>drawing/probabilities</c>.</param>
public sealed class BarsView(string tensor) : Behaviour, IShown
{
    /// <summary>By default the tensor's name.</summary>
    public string? Title { get; init; }

    /// <summary>The ends of the scale; null: from 0 to the greatest value.</summary>
    public (float Low, float High)? Range { get; init; }

    /// <summary>What each value is of; by default the classes' names where there are as many, else numbers.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Views whose units are the same share this; by default the layer's path.</summary>
    public string? Units { get; init; }

    /// <summary>Whether values are shares from 0 to 1, told in per cent; null: if the tensor is called probabilities.</summary>
    public bool? IsPercent { get; init; }

    /// <summary>What is written for a value of exactly 0, such as of what was not found out yet; null: the number.</summary>
    public string? Zero { get; init; }

    public IReadOnlyList<string> Tensors => [tensor];

    public View MakeView()
    {
        TensorSource source = Scene.FindSource(tensor);
        IReadOnlyList<string> names = Labels.Count > 0 ? Labels : Scene.ClassNames;
        Func<double, string> format = IsPercent ?? TensorName.Parse(tensor).Name == "probabilities" ? Numbers.Percent : Numbers.Short;
        string[] numbers = [.. Enumerable.Range(0, source.Count).Select(i => $"{i}")];
        return new Bars(source, names.Count == source.Count ? names : numbers, Range)
        {
            Title = Title ?? source.Name,
            UnitGroup = Units ?? TensorGridView.UnitsOf(source.Name),
            Format = value => value == 0 && Zero is not null ? Zero : format(value),
        };
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Bars",
        "Values as bars with their numbers; what is called probabilities in per cent.",
        settings => new BarsView(settings.Text("tensor"))
        {
            Title = settings.TextOrNull("title"),
            Range = settings.Range(),
            Units = settings.TextOrNull("units"),
            Labels = settings.Names("labels") ?? [],
            Zero = settings.TextOrNull("zero"),
            IsPercent = settings.Has("percent") ? settings.Flag("percent", false) : null,
        });
}
