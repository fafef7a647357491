using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>Shows a tensor [R, C] as a table of text; NaN is what is not known, a dash.</summary>
/// <param name="tensor">By name.</param>
/// <param name="rows">What each row is called.</param>
/// <param name="columns">What each column is called.</param>
public sealed class TableView(string tensor, IReadOnlyList<string> rows, IReadOnlyList<string> columns) : Behaviour, IShown
{
    /// <summary>By default the tensor's name.</summary>
    public string? Title { get; init; }

    /// <summary>Columns, from 1, whose values are shares from 0 to 1, told in per cent.</summary>
    public IReadOnlyList<int> Percent { get; init; } = [];

    public IReadOnlyList<string> Tensors => [tensor];

    public View MakeView() => new NumberTable(Scene.FindSource(tensor), rows, columns)
    {
        Title = Title ?? Scene.NameOf(tensor),
        Format = (column, value) => double.IsNaN(value) ? "\u2013"
            : Percent.Contains(column + 1) ? Numbers.Percent(value) : Numbers.Short(value),
    };

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Table", "A few numbers as a table of text.",
        settings => new TableView(settings.Text("tensor"), settings.Names("rows") ?? [], settings.Names("columns") ?? [])
        {
            Title = settings.TextOrNull("title"),
            Percent = settings.Ints("percent", [], min: 1),
        });
}
