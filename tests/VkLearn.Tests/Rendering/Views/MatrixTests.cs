using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class MatrixTests(GpuFixture fixture) : IDisposable
{
    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Theory, InlineData(ElementType.Float32, 3, 5), InlineData(ElementType.Float16, 7, 7), InlineData(ElementType.Int32, 1, 1)]
    [InlineData(ElementType.UInt8, 4, 3)]
    public void CellsHaveTheirColours(ElementType type, int rows, int columns)
    {
        float[] values = Memory.Values(type, rows * columns);
        values[0] = type is ElementType.Float32 or ElementType.Float16 ? float.NaN : values[0];
        Matrix matrix = new(memory.Tensor(type, [rows, columns], values), Names(rows), Names(columns));
        using Picture picture = new(gpu, matrix);
        picture.Draw();
        float[] state = memory.Read<float>(matrix.Range.Buffer);
        Assert.All(Enumerable.Range(0, values.Length), i =>
            Colors.AssertShows(values[i], picture.At(matrix.Area.X + i % columns * matrix.CellSize.Width + 1,
                matrix.Area.Y + i / columns * matrix.CellSize.Height + 1), state));
    }

    [Fact]
    public void NumbersAreWrittenFromTheTensor()
    {
        // Against the last digits of 10 to 19: "472" must be the shapes of 4, 7 and 2 side by side.
        Matrix digits = new(memory.Tensor([1, 10], [.. Enumerable.Range(10, 10).Select(static i => (float)i)]), Names(1), Names(10));
        float[] values = [472, 90, 1835, 600, 999, 10, 7, 31, 28, 5];
        Matrix numbers = new(memory.Tensor([1, 10], values), Names(1), Names(10));
        using Picture picture = new(gpu, Layout<View>.Column(digits, numbers), 760, 500);
        picture.Draw();
        bool[][,] shapes = [.. Enumerable.Range(0, 10).Select(i => Glyphs(picture, digits, i)[1])];
        for (int i = 0; i < values.Length; i++)
        {
            int[] read = [.. Glyphs(picture, numbers, i).Select(glyph => Nearest(shapes, glyph))];
            Assert.Equal(values[i].ToString("0", System.Globalization.CultureInfo.InvariantCulture), string.Concat(read));
        }
    }

    [Theory, InlineData("dark"), InlineData("light")]
    public void NumbersAreReadOnTheirCellsAndZerosAreEmpty(string theme)
    {
        float[] values = [.. Enumerable.Range(0, 25).Select(static i => 4f * i)];
        Matrix matrix = new(memory.Tensor([5, 5], values), Names(5), Names(5));
        using Picture picture = new(gpu, matrix, theme: Theme.Find(theme));
        picture.Draw();
        for (int i = 0; i < values.Length; i++)
        {
            (int width, int height) = matrix.CellSize;
            uint[] cell = picture.Of(new(matrix.Area.X + i % 5 * width, matrix.Area.Y + i / 5 * height, width - 1, height - 1));
            double most = cell.Max(pixel => Vision.Contrast(pixel, cell[0]));
            Assert.InRange(most, i == 0 ? 1 : 4.5, i == 0 ? 1 : 21);
        }
        Assert.Equal(Vision.Word(Theme.Find(theme)!.Border), picture.At(matrix.Area.X - 1, matrix.Area.Y + 3));
    }

    [Fact]
    public void SaysWhatACellStandsFor()
    {
        Matrix matrix = new(memory.Tensor([2, 2], 1, 2, 3, 4), ["Coat", "Bag"], ["Coat", "Bag"]);
        using Picture picture = new(gpu, matrix);
        picture.Draw();
        Rectangle area = matrix.Area;
        Cell cell = matrix.CellAt(area.X + 2, area.Bottom - 3)!.Value;
        Assert.Equal("true Bag, predicted Coat: 3.5", matrix.TextOf(cell, 3.5, null));
        Assert.Equal("true Bag, predicted Coat: …", matrix.TextOf(cell, null, null));
        Assert.Equal((2, 0), (cell.Flat, cell.Unit));
    }

    [Fact]
    public void AConfusionsErrorsAreColouredApartAndItsZerosEmpty()
    {
        TensorSource items = memory.Tensor([3], 981, 10, 10);
        TensorSource percent = memory.Tensor([3, 3], 98.8f, 1.2f, 0, 0, 100, 0, 0.25f, 0, 60);
        Matrix matrix = new(percent, Names(3), Names(3), whole: 100) { Items = items };
        using Picture picture = new(gpu, matrix);
        picture.Draw();
        uint Corner(int row, int column) =>
            picture.At(matrix.Area.X + column * matrix.CellSize.Width + 1, matrix.Area.Y + row * matrix.CellSize.Height + 1);
        uint[] Inside(int row, int column) => picture.Of(new(
            matrix.Area.X + column * matrix.CellSize.Width, matrix.Area.Y + row * matrix.CellSize.Height,
            matrix.CellSize.Width - 1, matrix.CellSize.Height - 1));

        float[] range = memory.Read<float>(matrix.Range.Buffer);
        Assert.Equal((0, 1.2f), (range[4], range[5])); // the greatest error, not what is right
        uint Red(uint pixel) => pixel & 255;
        Assert.True(Red(Corner(0, 1)) > Red(Corner(2, 0)) + 80 && Red(Corner(2, 0)) > Red(Corner(0, 2))); // 1.2, 0.25 and 0 per cent
        Assert.Single(Inside(0, 2).Distinct()); // no number, and one colour
        Assert.Equal(Corner(0, 2), Corner(1, 0));
        Assert.Single(Inside(2, 0).Distinct()); // less than is written
        Assert.NotEqual(Corner(0, 2), Corner(2, 0));
        Assert.True(Inside(0, 1).Distinct().Count() > 2);
        uint Green(uint pixel) => pixel >> 8 & 255;
        Assert.True(Green(Corner(1, 1)) > Green(Corner(2, 2)) && Green(Corner(2, 2)) > Green(Corner(0, 2)));

        Cell cell = matrix.CellAt(matrix.Area.X + matrix.CellSize.Width + 2, matrix.Area.Y + 2)!.Value;
        Assert.Equal((items, 0), cell.Beside);
        Assert.Equal("true c0, taken for c1: 12 of 981 (1.2 %)", matrix.TextOf(cell, 1.2, 981));
        Assert.Equal("true c0, taken for c1: 1.2 %", matrix.TextOf(cell, 1.2, null));
    }

    [Fact]
    public void RefusesLabelsThatAreNotAsMany() => Assert.Equal(
        "Matrix \"x\": a tensor [R, C] with R row and C column labels is needed, received [2, 2] with 2 and 3.",
        Assert.Throws<ArgumentException>(() => new Matrix(memory.Tensor([2, 2], 1, 2, 3, 4), Names(2), Names(3))).Message);

    static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(static i => $"c{i}")];

    /// <summary>Which pixels of a cell's glyphs have ink, glyph by glyph from the left.</summary>
    static bool[][,] Glyphs(Picture picture, Matrix matrix, int column)
    {
        (int width, int height) = matrix.CellSize;
        Rectangle cell = new(matrix.Area.X + column * width, matrix.Area.Y, width - 1, height - 1);
        uint back = picture.At(cell.X, cell.Y);
        bool HasInk(int x, int y) => Colors.Distance(picture.At(cell.X + x, cell.Y + y), back) > 60;
        bool[] inked = [.. Enumerable.Range(0, cell.Width).Select(x => Enumerable.Range(0, cell.Height).Any(y => HasInk(x, y)))];
        int glyph = matrix.GlyphWidth, count = 1;
        while ((cell.Width - count * glyph) / 2 > Array.IndexOf(inked, true))
        {
            count++;
        }
        int left = (cell.Width - count * glyph) / 2;
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            bool[,] shape = new bool[glyph, cell.Height];
            for (int x = 0; x < glyph; x++)
            {
                for (int y = 0; y < cell.Height; y++)
                {
                    shape[x, y] = HasInk(left + i * glyph + x, y);
                }
            }
            return shape;
        })];
    }

    /// <summary>Ink on another colour may be a pixel more or less at an edge.</summary>
    static int Nearest(bool[][,] shapes, bool[,] glyph)
    {
        int[] differences =
            [.. shapes.Select(shape => shape.Cast<bool>().Zip(glyph.Cast<bool>()).Count(static pair => pair.First != pair.Second))];
        Assert.InRange(differences.Min(), 0, 8);
        return Array.IndexOf(differences, differences.Min());
    }
}
