namespace VkLearn.Rendering.Views;

/// <summary>A small matrix [R, C] with labels and each cell's number: a confusion matrix.</summary>
public sealed class Matrix(TensorSource source, IReadOnlyList<string> rows, IReadOnlyList<string> columns) : View(source.Name)
{
    public TensorSource Source { get; set; } = source;
    public IReadOnlyList<string> Rows { get; } = rows;
    public IReadOnlyList<string> Columns { get; } = columns;
    public string RowTitle { get; init; } = "true";
    public string ColumnTitle { get; init; } = "predicted";
    public ColorScale Scale { get; init; }

    /// <summary>Digits after the point of the numbers in the cells, 0 to 3.</summary>
    public int Decimals { get; init; }

    public override void Prepare(FrameContext frame) { }
    public override void Draw(FrameContext frame) { }
}
