namespace VkLearn.Rendering.Views;

/// <summary>A tensor as tiles of coloured cells: activations, feature maps, weights.</summary>
public sealed class TensorGrid(TensorSource source, TileLayout tiles) : View(source.Name)
{
    public TensorGrid(TensorSource source) : this(source, TileLayout.Of(source.Shape))
    {
    }

    public TensorSource Source { get; set; } = source;
    public TileLayout Tiles { get; init; } = tiles;
    public ColorScale Scale { get; init; }

    /// <summary>The axis whose index names the unit; the last one, for [N, C, H, W] the second.</summary>
    public int UnitAxis { get; init; } = source.Shape.Count == 4 ? 1 : source.Shape.Count - 1;

    public override void Prepare(FrameContext frame) { }
    public override void Draw(FrameContext frame) { }
}
