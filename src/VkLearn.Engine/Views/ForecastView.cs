using System.Runtime.CompilerServices;
using VkLearn.Engine.Behaviours;
using VkLearn.Formats;
using VkLearn.Learners;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;

namespace VkLearn.Engine.Views;

/// <summary>Shows what is foretold of a series, and what came: a column of the window that a forecast's sampler slides over the test.
/// </summary>
/// <param name="window">The name of the sampler's entity: <c>window</c>.</param>
public sealed class ForecastView(string window) : Behaviour, IShown, IOfLearner
{
    /// <summary>The column's number, from 1.</summary>
    public int Column { get; init; } = 1;

    /// <summary>By default the column's name.</summary>
    public string? Title { get; init; }

    /// <inheritdoc/>
    public string? LearnerName { get; init; }

    string Past => $"{window}/past";

    string Came => $"{window}/came";

    string Foretold => $"{window}/forecast";

    public IReadOnlyList<string> Tensors => [Past, Came, Foretold];

    public View MakeView()
    {
        TensorSource foretold = Scene.FindSource(Foretold);
        (int columns, int quantiles) = (foretold.Shape[0], foretold.Shape[1]);
        int at = Math.Min(Column, columns) - 1; // a user's own table may have fewer than the scene shows
        TensorSource[] forecasts = [.. Enumerable.Range(0, quantiles).Select(quantile => RowOf(foretold, at * quantiles + quantile))];
        return new ForecastPlot(Title ?? NameOf(at), RowOf(Scene.FindSource(Past), at), RowOf(Scene.FindSource(Came), at), forecasts);
    }

    string NameOf(int column) =>
        Scene.FindTrainer(LearnerName).Learner is ForecastLearner { Columns: var columns } && column < columns.Count ? columns[column].Name
        : $"column {column + 1}";

    /// <summary>A row of the last axis.</summary>
    static TensorSource RowOf(TensorSource tensor, int row)
    {
        int length = tensor.Shape[^1];
        return tensor with { ByteOffset = tensor.ByteOffset + (long)row * length * tensor.ElementBytes, Shape = [length] };
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Behaviour>.Add("Forecast",
        "What is foretold of a series and what came: a window of the test that slides on, with the fan of quantiles.",
        settings => new ForecastView(settings.Text("window", "window"))
        {
            Column = settings.Int("column", 1, min: 1),
            Title = settings.TextOrNull("title"),
            LearnerName = settings.Learner(),
        });
}
