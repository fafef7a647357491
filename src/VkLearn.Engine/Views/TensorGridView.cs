using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>
/// Shows a tensor as tiles of coloured cells: activations, feature maps, weights. Filters of three channels are tiles in colour; where what
/// owns the tensor is at work on some cells of it, they are outlined.
/// </summary>
/// <param name="tensor">By name: <c>layers.1:output</c>.</param>
public sealed class TensorGridView(string tensor) : Behaviour, IShown
{
    TensorGrid? grid;

    /// <summary>By default the tensor's name.</summary>
    public string? Title { get; init; }

    public ColorScale Scale { get; init; }

    /// <summary>Rows and columns of an image: of a dense layer's weight, what each of its neurons looks for; of rows of so many values,
    /// each row.</summary>
    public (int Height, int Width)? Image { get; init; }

    /// <summary>The ends of the colour scale; null: the tensor's own.</summary>
    public (float Low, float High)? Range { get; init; }

    /// <summary>Tiles in a row; null: as many as let them be large.</summary>
    public int? Columns { get; init; }

    /// <summary>Views whose units are the same share this; by default the layer's path.</summary>
    public string? Units { get; init; }

    public IReadOnlyList<string> Tensors => [tensor];

    public View MakeView()
    {
        TensorSource source = Scene.FindSource(tensor);
        source = Image is (int height, int width) ? source with { Parts = IndexWords.OfImage(source.Parts, height, width) } : source;
        TensorName name = TensorName.Parse(source.Name);
        bool areImages = Image is (int rows, int columns) && source.Shape is [var count, var pixels]
            && pixels == rows * columns && count != pixels;
        bool isFilters = source.Shape.Count == 4 && name.Name.EndsWith(".weight", StringComparison.Ordinal);
        return grid = new TensorGrid(source, TilesOf(source, isFilters, areImages), Range)
        {
            Title = Title is { } title && source.Name != tensor ? $"{title}: {name.Name}" : Title ?? source.Name,
            Scale = Scale,
            Columns = Columns,
            UnitGroup = Units ?? (Scene.Selection.Layer is { } layer && source.Name != tensor ? layer.Path : UnitsOf(source.Name)),
            ItemGroup = name.OwnerIn(Scene) is TrainerBehaviour trainer && IsOfItems(source, trainer)
                ? TensorName.Of(name.Entity, "batch") : null,
            UnitAxis = isFilters || areImages ? 0 : source.Shape.Count == 4 ? 1 : source.Shape.Count - 1,
        };
    }

    protected override void LateUpdate()
    {
        TensorName name = TensorName.Parse(tensor);
        if (grid is not null && name.OwnerIn(Scene) is IAtWork worker)
        {
            grid.Outlined = worker.CellsOf(name.Name);
        }
    }

    TileLayout TilesOf(TensorSource source, bool isFilters, bool areImages) =>
        Image is (int height, int width) && areImages ? TileLayout.Of([source.Shape[0], height, width])
        : Image is (int rows, int columns) && FitsImage(source, rows * columns) ? TileLayout.OfUnits(source.Shape, rows, columns)
        : isFilters && source.Shape[1] == 3 ? TileLayout.OfColors(source.Shape)
        : TileLayout.Of(source.Shape);

    /// <summary>What is selected is sometimes of images; another tensor is always, or refused.</summary>
    bool FitsImage(TensorSource source, int pixels) => source.Name == tensor || source.Shape is [var inputs, _] && inputs == pixels;

    /// <summary>Whether its rows are the batch's: what a step computes, and no weight or gradient.</summary>
    static bool IsOfItems(TensorSource source, TrainerBehaviour trainer) => source.Shape is [var rows, _] && rows == trainer.Batch
        && !source.Name.EndsWith(".weight", StringComparison.Ordinal) && !source.Name.EndsWith(":gradient", StringComparison.Ordinal);

    /// <summary>A layer's output, weight and gradient are of the same units: <c>layers.1</c>, whoever runs the layer.</summary>
    internal static string UnitsOf(string tensor)
    {
        string name = TensorName.Parse(tensor).Name.Split(':')[0];
        return name.EndsWith(".weight", StringComparison.Ordinal) || name.EndsWith(".bias", StringComparison.Ordinal)
            ? name[..name.LastIndexOf('.')] : name;
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("TensorGrid",
        "A tensor as tiles of coloured cells: activations, feature maps, weights.",
        settings => new TensorGridView(settings.Text("tensor"))
        {
            Title = settings.TextOrNull("title"),
            Scale = settings.OneOf<ColorScale>("scale", ColorScale.Auto),
            Image = settings.Has("image") ? Pair(settings, "image") : null,
            Range = settings.Range(),
            Columns = settings.Has("columns") ? settings.Int("columns", min: 1, max: 1000) : null,
            Units = settings.TextOrNull("units"),
        });

    static (int, int)? Pair(Settings settings, string key) => settings.Ints(key, min: 1) is [int height, int width] ? (height, width)
        : throw settings.Error($"\"{key}\" must be [height, width].", key);
}
