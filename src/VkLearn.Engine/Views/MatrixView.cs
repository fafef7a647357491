using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Learners;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>Shows a small matrix with labels and each cell's number; by default what a trainer takes each class for.</summary>
/// <param name="tensor">By name.</param>
public sealed class MatrixView(string tensor = Classifier.Confusion) : Behaviour, IShown
{
    const float Percent = 100;

    /// <summary>By default the tensor's name.</summary>
    public string? Title { get; init; }

    /// <summary>Digits after the point, 0 to 3.</summary>
    public int Decimals { get; init; }

    public ColorScale Scale { get; init; } = ColorScale.Magnitude;

    public string RowTitle { get; init; } = "true";

    public string ColumnTitle { get; init; } = "predicted";

    public IReadOnlyList<string> Tensors => IsConfusion ? [tensor, Items] : [tensor];

    public View MakeView()
    {
        TensorSource source = Scene.FindSource(tensor);
        return new Matrix(source, Names(source.Shape[0]), Names(source.Shape[^1]), IsConfusion ? Percent : null)
        {
            Detail = IsConfusion ? "% of each true class" : "",
            Items = IsConfusion ? Scene.FindSource(Items) : null,
            Title = Title ?? source.Name,
            Decimals = Decimals,
            RowTitle = RowTitle,
            ColumnTitle = ColumnTitle,
            Scale = Scale,
        };
    }

    /// <summary>Whether it is what a classifier shows of its mistakes.</summary>
    bool IsConfusion => TensorName.Parse(tensor).Name == Classifier.Confusion;

    string Items => TensorName.Of(TensorName.Parse(tensor).Entity, Classifier.ConfusionItems);

    IReadOnlyList<string> Names(int count) =>
        Scene.ClassNames is var names && names.Count == count ? names : [.. Enumerable.Range(0, count).Select(i => $"{i}")];

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Matrix",
        "A small matrix with labels and each cell's number; by default the confusion of classes.",
        settings => new MatrixView(settings.Text("tensor", Classifier.Confusion))
        {
            Title = settings.TextOrNull("title"),
            Decimals = settings.Int("decimals", 0, min: 0, max: 3),
            Scale = settings.OneOf<ColorScale>("scale", ColorScale.Magnitude),
            RowTitle = settings.Text("rows", "true"),
            ColumnTitle = settings.Text("columns", "predicted"),
        });
}
