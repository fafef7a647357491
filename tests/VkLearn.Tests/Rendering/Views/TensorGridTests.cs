using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class TensorGridTests(GpuFixture fixture) : IDisposable
{
    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    public static TheoryData<ElementType, int, int> Cases => new(
        from type in Enum.GetValues<ElementType>()
        from shape in ((int, int)[])[(1, 1), (3, 7), (33, 33), (2, 1025), (300, 5)]
        select (type, shape.Item1, shape.Item2));

    [Theory, MemberData(nameof(Cases))]
    public void EachPixelIsItsCell(ElementType type, int rows, int columns)
    {
        float[] values = Memory.Values(type, rows * columns);
        TensorGrid grid = new(memory.Tensor(type, [rows, columns], values));
        using Picture picture = new(gpu, grid);
        picture.Draw();
        AssertTiles(picture, grid, values);
    }

    /// <summary>So many in a row as asked for, all of them, though more would fit.</summary>
    [Theory, InlineData(320, 200), InlineData(90, 400)]
    public void RowsAreAsLongAsAskedFor(int width, int height)
    {
        float[] values = Memory.Values(ElementType.Float32, 12 * 16);
        TensorGrid grid = new(memory.Tensor(ElementType.Float32, [12, 4, 4], values)) { Columns = 3 };
        using Picture picture = new(gpu, grid, width, height);
        picture.Draw();
        Assert.Equal((3, 12), (grid.Fit.Columns, grid.Fit.Shown));
        AssertTiles(picture, grid, values);
    }

    [Fact]
    public void HasTheColoursOfTheTheme()
    {
        float[] values = Memory.Values(ElementType.Float32, 64);
        TensorGrid grid = new(memory.Tensor([8, 8], values));
        using Picture picture = new(gpu, grid, theme: Theme.Light);
        picture.Draw();
        float[] state = memory.Read<float>(grid.Range.Buffer);
        Assert.All(values.Index(), at =>
        {
            Rectangle cell = grid.PlaceOf(0, at.Index / 8, at.Index / 8 + 1, at.Index % 8, at.Index % 8 + 1);
            Colors.AssertShows(at.Item, picture.At(cell.X + 1, cell.Y + 1), state, theme: Theme.Light);
        });
        // The line around the colour bar, in a row through the bar.
        uint[] row = picture.Of(new(grid.Content.X, grid.Content.Bottom - 8, grid.Content.Width, 1));
        Assert.Equal(2, row.Count(static pixel => pixel == Vision.Word(Theme.Light.Border)));
    }

    [Theory, InlineData(ImageFormat.Bgra8), InlineData(ImageFormat.Rgba8Srgb), InlineData(ImageFormat.Bgra8Srgb)]
    public void LooksTheSameOnEveryFormat(ImageFormat format)
    {
        float[] values = Memory.Values(ElementType.Float32, 64);
        TensorGrid grid = new(memory.Tensor([8, 8], values));
        using Picture picture = new(gpu, grid, format: format);
        picture.Draw();
        AssertTiles(picture, grid, values, tolerance: format.IsSrgb ? 1 : 0);
    }

    [Fact]
    public void ShowsWhatIsNoNumberInColoursOfItsOwn()
    {
        float[] values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -2, 0, 3];
        TensorGrid grid = new(memory.Tensor([2, 3], values));
        using Picture picture = new(gpu, grid);
        picture.Draw();
        AssertTiles(picture, grid, values);
        float[] state = memory.Read<float>(grid.Range.Buffer);
        Assert.Equal([-3, 254f / 6, 256, 254, -2, 3, 1, 1, 2], state);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(5)]
    public void ASliceMayBeginInsideAWord(int offset)
    {
        float[] bytes = Memory.Values(ElementType.UInt8, 35), halves = Memory.Values(ElementType.Float16, 35);
        TensorGrid ofBytes = new(memory.Tensor(ElementType.UInt8, [5, 7], bytes, offset));
        TensorGrid ofHalves = new(memory.Tensor(ElementType.Float16, [5, 7], halves, 2 * offset));
        using Picture picture = new(gpu, Layout<View>.Row(ofBytes, ofHalves));
        picture.Draw();
        AssertTiles(picture, ofBytes, bytes);
        AssertTiles(picture, ofHalves, halves);
    }

    [Fact]
    public void AWeightIsATileForEachUnit()
    {
        float[] values = Memory.Values(ElementType.Float32, 12 * 5);
        TensorGrid grid = new(memory.Tensor([12, 5], values), TileLayout.OfUnits([12, 5], 3, 4));
        using Picture picture = new(gpu, grid);
        picture.Draw();
        AssertTiles(picture, grid, values);
        Assert.Equal(5, grid.Fit.Shown);
        Assert.All(Enumerable.Range(0, 5), unit =>
        {
            Rectangle tile = grid.PlaceOf(unit, 0, 3, 0, 4);
            Assert.Equal(unit, grid.CellAt(tile.X, tile.Y)!.Value.Unit);
            Assert.Equal(11 * 5 + unit, grid.CellAt(tile.Right - 1, tile.Bottom - 1)!.Value.Flat);
        });
    }

    [Fact]
    public void MoreTilesThanRoomAreGoneThroughByTheWheel()
    {
        float[] values = Memory.Values(ElementType.Float32, 900 * 64);
        TensorGrid grid = new(memory.Tensor([30, 30, 8, 8], values));
        using Picture picture = new(gpu, grid, 200, 140);
        picture.Draw();
        Assert.InRange(grid.Fit.Shown, 20, 899);
        AssertTiles(picture, grid, values);
        picture.Point(PointerAction.Scroll, 100, 70, scroll: -1);
        picture.Point(PointerAction.Leave, 0, 0);
        picture.Draw(1);
        int first = grid.CellAt(grid.Area.X, grid.Area.Y)!.Value.Flat;
        Assert.InRange(first, 1, 899 * 64);
        AssertTiles(picture, grid, values, firstElement: first);
        for (int i = 0; i < 200; i++)
        {
            picture.Point(PointerAction.Scroll, 100, 70, scroll: -1);
        }
        picture.Draw(2);
        Rectangle last = grid.PlaceOf(grid.Fit.Shown - 1, 7, 8, 7, 8);
        Assert.Equal(900 * 64 - 1, grid.CellAt(last.X, last.Y)!.Value.Flat);
    }

    [Fact]
    public void OutlinesTheMarkedUnit()
    {
        TensorSource activations = memory.Tensor([4, 6], Memory.Values(ElementType.Float32, 24));
        TensorGrid grid = new(activations) { UnitGroup = "layer" };
        TensorGrid weights = new(memory.Tensor([9, 6], Memory.Values(ElementType.Float32, 54)), TileLayout.OfUnits([9, 6], 3, 3))
        {
            UnitGroup = "layer",
        };
        TensorGrid other = new(activations) { UnitGroup = "other" };
        using Picture picture = new(gpu, Layout<View>.Row(grid, weights, other), 900);
        picture.Draw();
        Rectangle column = grid.PlaceOf(0, 0, 4, 2, 3), tile = weights.PlaceOf(2, 0, 3, 0, 3), unmarked = other.PlaceOf(0, 0, 4, 2, 3);
        picture.Point(PointerAction.Press, column.X + 3, column.Y + 3);
        picture.Point(PointerAction.Release, column.X + 3, column.Y + 3);
        Assert.Equal(("layer", 2), picture.Renderer.Selection.Unit);
        picture.Point(PointerAction.Leave, 0, 0);
        picture.Draw(1);
        uint mark = 0xFF57C8FF; // Theme.Marked
        Assert.Equal(mark, picture.At(column.X - 1, column.Y + 5));
        Assert.Equal(mark, picture.At(tile.X - 1, tile.Y + 5));
        Assert.NotEqual(mark, picture.At(unmarked.X - 1, unmarked.Y + 5));
        picture.Point(PointerAction.Press, tile.X + 3, tile.Y + 3);
        picture.Point(PointerAction.Release, tile.X + 3, tile.Y + 3);
        Assert.Null(picture.Renderer.Selection.Unit);
    }

    [Fact]
    public void PixelsOfImagesAreSquare()
    {
        TensorGrid matrix = new(memory.Tensor([6, 6], Memory.Values(ElementType.Float32, 36)));
        TensorGrid image = new(memory.Tensor([1, 1, 6, 6], Memory.Values(ElementType.Float32, 36)));
        using Picture picture = new(gpu, Layout<View>.Column(matrix, image));
        picture.Draw();
        Assert.True(matrix.Fit.Width > 2 * matrix.Fit.Height);
        Assert.Equal(image.Fit.Height, image.Fit.Width);
    }

    [Fact]
    public void ZerosHaveTheCardsColour()
    {
        TensorGrid grid = new(memory.Tensor([2, 2], 0, 0, 0, 0)) { Scale = ColorScale.Signed };
        using Picture picture = new(gpu, grid, theme: Theme.Light);
        picture.Draw();
        Assert.Equal(Vision.Word(Theme.Light.Card), picture.At(grid.Area.X, grid.Area.Y));
        Assert.Equal(Vision.Word(Theme.Light.Border), picture.At(grid.Area.X - 1, grid.Area.Bottom)); // the line around a tile
    }

    [Fact]
    public void FiltersOfThreeChannelsAreColoured()
    {
        const int count = 4, side = 3, plane = side * side;
        float[] values = [.. Memory.Values(ElementType.Float32, count * 3 * plane).Select(value => value / 10)];
        TensorGrid grid = new(memory.Tensor([count, 3, side, side], values), TileLayout.OfColors([count, 3, side, side]))
        {
            Scale = ColorScale.Signed, UnitAxis = 0,
        };
        using Picture picture = new(gpu, grid);
        picture.Draw();
        float reach = values.Max(Math.Abs);
        foreach (int cell in Enumerable.Range(0, count * plane))
        {
            (int tile, int row, int column) = (cell / plane, cell / side % side, cell % side);
            Rectangle place = grid.PlaceOf(tile, row, row + 1, column, column + 1);
            uint Channel(int channel) =>
                (uint)Math.Round(255 * (values[(tile * 3 + channel) * plane + row * side + column] / reach + 1) / 2);
            Colors.AssertNear(0xFF000000 | Channel(0) | Channel(1) << 8 | Channel(2) << 16, picture.At(place.X + 1, place.Y + 1), 1);
            Assert.Equal(tile, grid.CellAt(place.X, place.Y)!.Value.Unit);
        }
    }

    [Fact]
    public void OutlinesTheCellsThatSomethingIsAtWorkOn()
    {
        TensorGrid grid = new(memory.Tensor([6, 8], Memory.Values(ElementType.Float32, 48))) { Outlined = new(2, 1, 3, 4) };
        using Picture picture = new(gpu, grid);
        picture.Draw();
        Rectangle cells = grid.PlaceOf(0, 1, 5, 2, 5);
        uint mark = 0xFF57C8FF; // Theme.Marked
        Assert.Equal([mark, mark], [picture.At(cells.X - 1, cells.Y + 4), picture.At(cells.Right, cells.Bottom - 4)]);
        Assert.NotEqual(mark, picture.At(cells.X + 1, cells.Y + 4));
    }

    [Fact]
    public void RefusesAWeightThatIsNotOne() => Assert.Equal(
        "TileLayout.OfUnits: a weight [in, out] with in >= 28 x 28 is needed, received [700, 10].",
        Assert.Throws<ArgumentException>(() => TileLayout.OfUnits([700, 10], 28, 28)).Message);

    /// <summary>Every pixel of the tiles shows the cell under its centre; those beside tiles a line, others the card.</summary>
    void AssertTiles(Picture picture, TensorGrid grid, float[] values, int tolerance = 0, int firstElement = 0)
    {
        float[] state = memory.Read<float>(grid.Range.Buffer);
        (Rectangle area, TileFit fit, TileLayout tiles) = (grid.Area, grid.Fit, grid.Tiles);
        Assert.False(area.IsEmpty);
        bool IsInTile(int x, int y) => x >= 0 && y >= 0 && x / fit.PitchX < fit.Columns && x % fit.PitchX < fit.Width
            && y % fit.PitchY < fit.Height && y / fit.PitchY * fit.Columns + x / fit.PitchX < fit.Shown;
        bool IsBeside(int x, int y) => Enumerable.Range(0, 9).Any(i => IsInTile(x + i % 3 - 1, y + i / 3 - 1));
        for (int y = 0; y < area.Height; y++)
        {
            for (int x = 0; x < area.Width; x++)
            {
                (int tileX, int tileY) = (x / fit.PitchX, y / fit.PitchY);
                int column = (int)((x - tileX * fit.PitchX + 0.5) * tiles.Width / fit.Width);
                int row = (int)((y - tileY * fit.PitchY + 0.5) * tiles.Height / fit.Height), tile = tileY * fit.Columns + tileX;
                uint pixel = picture.At(area.X + x, area.Y + y);
                if (column >= tiles.Width || row >= tiles.Height || tile >= fit.Shown)
                {
                    Colors.AssertNear(Vision.Word(IsBeside(x, y) ? Theme.Dark.Border : Theme.Dark.Card), pixel, tolerance);
                    continue;
                }
                int at = firstElement + tile * tiles.TileStride + row * tiles.RowStride + column * tiles.ColumnStride;
                Colors.AssertShows(values[at], pixel, state, tolerance);
            }
        }
    }
}
