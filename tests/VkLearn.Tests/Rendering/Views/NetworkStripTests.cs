using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class NetworkStripTests(GpuFixture fixture) : IDisposable
{
    const int StateFloats = 12, TensorsOfNode = 3;
    const uint Card = 0xFF1F1815, Marked = 0xFF57C8FF; // of Theme

    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Theory, InlineData(ElementType.Float32, 0), InlineData(ElementType.Float16, 2), InlineData(ElementType.Int32, 0)]
    public void PicturesAreOfTheChosenItem(ElementType type, int offset)
    {
        float[] maps = Memory.Values(type, 3 * 5 * 7 * 9, seed: 2), units = Memory.Values(type, 3 * 131, seed: 3);
        NetworkStrip strip = new("n",
        [
            Node("maps", memory.Tensor(type, [3, 5, 7, 9], maps, offset)), Node("units", memory.Tensor(type, [3, 131], units, offset), 0),
        ]) { Item = 2 };
        using Picture picture = new(gpu, strip, 640, 170);
        picture.Draw();
        float[][] states = States(strip);

        AssertPicture(picture, strip, 0, 5, 7, 9, maps[(2 * 5 * 63)..], states[0]);
        AssertPicture(picture, strip, 1, 131, 1, 1, units[(2 * 131)..], states[TensorsOfNode]);
        Assert.Equal(2 * 5 * 63 + 63 + 4, strip.CellAt(CellX(strip, 0, 1, 4, 9), strip.Tiles[0].Area.Y)!.Value.Flat);
    }

    [Fact]
    public void AnInputsImageIsGreyOrColoured()
    {
        float[] values = [.. Enumerable.Range(0, 3 * 16).Select(i => i / 47f)];
        NetworkStrip strip = new("n",
        [
            new(StripNodeKind.Input, "input", []) { Activations = memory.Tensor([1, 3, 4, 4], values) },
            new(StripNodeKind.Input, "input", []) { Activations = memory.Tensor([1, 1, 6, 8], values) },
        ]);
        using Picture picture = new(gpu, strip, 500, 170);
        picture.Draw();
        uint Byte(float value) => (uint)Math.Round(value * 255);
        Rectangle colour = strip.Tiles[0].Area, grey = strip.Tiles[1].Area;

        uint first = 0xFF000000 | Byte(values[0]) | Byte(values[16]) << 8 | Byte(values[32]) << 16;
        Colors.AssertNear(first, picture.At(colour.X + 1, colour.Y + 1), 1);
        Colors.AssertNear(0xFFFFFFFF, picture.At(grey.Right - 2, grey.Bottom - 2), 1);
        Colors.AssertNear(0xFF000000, picture.At(grey.X + 1, grey.Y + 1), 1);
    }

    [Theory, InlineData(ElementType.Float32, 7), InlineData(ElementType.Float16, 10), InlineData(ElementType.Float32, 1)]
    public void FewUnitsAreNeurons(ElementType type, int units)
    {
        float[] values = Memory.Values(type, 2 * units);
        NetworkStrip strip = new("n", [Node("units", memory.Tensor(type, [2, units], values))]) { Item = 1 };
        using Picture picture = new(gpu, strip, 400, 220);
        picture.Renderer.Selection.Unit = ("units", units - 1);
        picture.Draw();
        float[] state = States(strip)[0];
        StripTile tile = strip.Tiles[0];

        Assert.True(tile.AreNeurons);
        for (int unit = 0; unit < units; unit++)
        {
            (int x, int y) = (tile.Area.X + tile.Area.Width / 2, tile.Area.Y + (int)((unit + 0.5f) * tile.Pitch));
            Colors.AssertShows(values[units + unit], picture.At(x, y), state);
            Assert.Equal(unit, strip.CellAt(x, y)!.Value.Unit);
            uint[] upwards = picture.Of(new(x, y - (int)tile.Radius, 1, (int)tile.Radius));
            Assert.Equal(unit == units - 1, upwards.Any(pixel => Colors.Distance(pixel, Marked) < 24)); // its rim
        }

        Assert.Equal(Card, picture.At(tile.Area.X, tile.Area.Y));
    }

    /// <summary>Lines as wide as the weight is large, in the colour of its sign, from unit to unit.</summary>
    [Theory, InlineData(ElementType.Float32), InlineData(ElementType.Float16)]
    public void WeightsAreLines(ElementType type)
    {
        const int inputs = 4, outputs = 3;
        float[] weight = new float[inputs * outputs];
        (weight[0 * outputs + 2], weight[3 * outputs + 0], weight[1 * outputs + 1]) = (8, -8, 4);
        NetworkStrip strip = new("n",
        [
            Node("from", memory.Tensor([1, inputs], new float[inputs])), Node("to", memory.Tensor([1, outputs], new float[outputs]), 0),
        ]);
        strip.Nodes[1].Weight = memory.Tensor(type, [inputs, outputs], weight);
        using Picture picture = new(gpu, strip, 700, 400);
        picture.Draw();
        Rectangle lines = strip.LinesOf(1);
        (StripTile left, StripTile right) = (strip.Tiles[0], strip.Tiles[1]);
        uint[] At(int from, int to, double share)
        {
            double y = left.Area.Y + (from + 0.5) * left.Pitch, end = right.Area.Y + (to + 0.5) * right.Pitch;
            int x = lines.X + (int)(share * lines.Width), middle = (int)(y + (end - y) * (x + 0.5 - lines.X) / lines.Width);
            return [.. Enumerable.Range(middle - 5, 11).Select(row => picture.At(x, row))];
        }

        Assert.True(lines.Width > 100, $"{lines}");
        (uint negative, uint positive) = (Theme.Dark.Colors.Signed[0], Theme.Dark.Colors.Signed[^1]);
        Assert.All((double[])[0.1, 0.25, 0.8], share =>
        {
            uint[] up = At(0, 2, share), down = At(3, 0, share), thin = At(1, 1, share);
            Assert.True(Colors.Distance(up[5], positive) < 8 && Colors.Distance(down[5], negative) < 8, $"{up[5]:x8} {down[5]:x8}");
            Assert.True(Inked(up) > Inked(thin) && Inked(thin) is > 0 and <= 3, $"{Inked(up)} {Inked(thin)}");
            Assert.Equal(0, Inked(At(2, 2, 0.1)[4..7])); // a weight of zero
        });
    }

    /// <summary>Of very many inputs the strongest of each place has a line.</summary>
    [Theory, InlineData(800), InlineData(1001)]
    public void OfManyInputsTheStrongestAreLines(int inputs)
    {
        const int outputs = 3;
        float[] weight = [.. Enumerable.Range(0, inputs * outputs).Select(i => i % 7 * 0.001f)];
        (int from, int to) = (inputs * 3 / 4, 1);
        weight[from * outputs + to] = -5;
        NetworkStrip strip = new("n",
        [
            Node("from", memory.Tensor([1, inputs], new float[inputs])), Node("to", memory.Tensor([1, outputs], new float[outputs]), 0),
        ]);
        strip.Nodes[1].Weight = memory.Tensor([inputs, outputs], weight);
        using Picture picture = new(gpu, strip, 700, 400);
        picture.Draw();
        Rectangle lines = strip.LinesOf(1), left = strip.Tiles[0].Area;
        StripTile right = strip.Tiles[1];
        double begin = left.Y + left.Height * (from + 0.5) / inputs, end = right.Area.Y + (to + 0.5) * right.Pitch;
        foreach (double share in (double[])[0.2, 0.5, 0.8])
        {
            int x = lines.X + (int)(share * lines.Width), middle = (int)(begin + (end - begin) * share);
            uint[] column = picture.Of(new(x, lines.Y, 1, lines.Height));
            int[] inked = [.. Enumerable.Range(0, column.Length).Where(row => Colors.Distance(column[row], Card) > 20)];
            Assert.All(inked, row => Assert.InRange(lines.Y + row, middle - 6, middle + 6));
            Assert.Contains(column, pixel => Colors.Distance(pixel, Theme.Dark.Colors.Signed[0]) < 8);
        }
    }

    /// <summary>Numbers beside the bars, where there is room, and under the pointer.</summary>
    [Fact]
    public void BarsHaveNumbers()
    {
        NetworkStrip strip = new("n", [Node("maps", memory.Tensor([3, 111], [.. Enumerable.Repeat(0.5f, 333)]))]);
        using Picture picture = new(gpu, strip, 400, 220);
        picture.Draw();
        (Rectangle place, Rectangle bar) = (strip.GaugeOf(0, 0), strip.BarOf(0, 0));
        Cell under = strip.CellAt(bar.X + 3, bar.Y + 1)!.Value;

        Assert.True(strip.Places.HasNumbers && bar.Right < place.Right);
        Assert.True(Inked(picture.Of(new(bar.Right + 1, place.Y, place.Right - bar.Right - 1, place.Height))) > 10); // 0.50
        Assert.Equal("activations, root of their mean square: …", strip.TextOf(under, null, null));
        Assert.Equal(0.5f, memory.Read<float>(under.Tensor.Buffer)[under.Flat], 1e-5f);
        Assert.Null(strip.CellAt(bar.X + 3, strip.GaugeOf(0, 1).Y + 1)); // it has no gradient

        NetworkStrip low = new("n", [Node("a", memory.Tensor([1, 40], new float[40]))]);
        using Picture small = new(gpu, low, 200, 120);
        small.Draw();
        Assert.False(low.Places.HasNumbers);
    }

    /// <summary>Bars are as long as the logarithm of the root mean square.</summary>
    [Theory, InlineData(ElementType.Float32, 3.7f), InlineData(ElementType.Float16, 0.25f), InlineData(ElementType.Float32, 1e-5f)]
    public void BarsTellHowLargeTensorsAre(ElementType type, float scale)
    {
        float[] values = [.. Memory.Values(ElementType.Float32, 333).Select(value => value / 64 * scale)];
        float[] gradient = [.. values.Select(value => value / 128)];
        NetworkStrip strip = new("n", [Node("maps", memory.Tensor(type, [3, 111], values))]);
        strip.Nodes[0].Gradient = memory.Tensor(ElementType.Float32, [333], gradient);
        using Picture picture = new(gpu, strip, 400, 200);
        picture.Draw();
        double size = Math.Sqrt(values.Sum(value => (double)(type == ElementType.Float16 ? (float)(Half)value : value) * value) / 333);

        Assert.Equal(size, States(strip)[0][8], size * 0.02);
        AssertBar(picture, strip, size, 0);
        AssertBar(picture, strip, size / 128, 1);

        memory.Write(strip.Nodes[0].Gradient!.Value, [.. gradient.Select((value, i) => i == 5 ? float.NaN : value)]);
        picture.Draw(1);
        Rectangle bar = strip.BarOf(0, 1);
        Assert.Equal(0xFFFF00FF, picture.At(bar.Right - 1, bar.Y + 1)); // Theme.Nan
    }

    [Fact]
    public void AClickSelectsTheLayerAndMarksTheUnit()
    {
        SelectedLayer layer = new("b", null, "b:output", "b.weight", null);
        NetworkStrip strip = new("n",
        [
            Node("a", memory.Tensor([1, 40], new float[40])),
            new(StripNodeKind.Layer, "b", [0]) { Activations = memory.Tensor([1, 5], new float[5]), UnitGroup = "b", Layer = layer },
        ]);
        using Picture picture = new(gpu, strip, 500, 170);
        strip.LayerSelected += selected => picture.Renderer.Selection.Layer = selected;
        picture.Draw();
        StripTile tile = strip.Tiles[1];
        (float x, float y) = (tile.Area.X + tile.Area.Width / 2, tile.Area.Y + 3.5f * tile.Pitch);
        Rectangle box = strip.Places.Boxes[1];
        uint[] Around() => picture.Of(new(box.X - 4, box.Y + 20, 3, 1));
        uint[] before = Around();
        picture.Point(PointerAction.Press, x, y);
        picture.Point(PointerAction.Release, x, y);
        picture.Point(PointerAction.Leave, 0, 0);
        picture.Draw(1);

        Assert.Equal((layer, ("b", 3)), (picture.Renderer.Selection.Layer, picture.Renderer.Selection.Unit!.Value));
        Assert.Equal((false, true), (before.Contains(0xFFFFA84C), Around().Contains(0xFFFFA84C))); // Theme.Accent
        Assert.Equal("b", strip.TextAt(box.X + 1, box.Bottom - 1));
    }

    /// <summary>More nodes than have room are gone through by the wheel; none stands over another, at any size.</summary>
    [Theory, InlineData(320, 120), InlineData(1268, 150), InlineData(1268, 183), InlineData(3800, 300), InlineData(90, 64)]
    public void NodesHaveRoomOrAreGoneThrough(int width, int height)
    {
        NetworkStrip strip = new("n",
        [
            .. Enumerable.Range(0, 18).Select(i => i % 3 == 2
                ? new StripNode(StripNodeKind.Join, "+", [i - 2, i - 1])
                : new(StripNodeKind.Layer, "Conv2d 3x3 · 16", i == 0 ? [] : [i - 1])
                {
                    Activations = memory.Tensor([1, 4, 8, 8], new float[256]), Details = ["16×32×32", "2.34k params"],
                    Stack = i / 6, Times = 3,
                }),
        ]);
        using Picture picture = new(gpu, strip, width, height);
        picture.Draw();
        Assert.NotEmpty(strip.Places.Boxes);
        for (int i = 0; i < 40; i++)
        {
            (Rectangle[] boxes, Rectangle content) = (strip.Places.Boxes, strip.Content);
            Assert.All(boxes, box => Assert.True(box.X >= content.X && box.Right <= content.Right + 1, $"{box} in {content}"));
            Assert.All(boxes.Zip(boxes.Skip(1)), pair => Assert.True(pair.First.Right < pair.Second.X));
            picture.Point(PointerAction.Scroll, width / 2, height / 2, scroll: -1);
            picture.Draw(i);
        }

        Assert.Equal(18, strip.Places.First + strip.Places.Boxes.Length);
    }

    [Fact]
    public void MayBeEmptyAndReadsOnlyWhatIsBefore()
    {
        NetworkStrip strip = new("n", []);
        using Picture picture = new(gpu, strip);
        picture.Draw();
        Assert.Null(strip.CellAt(320, 200));
        Assert.Equal("NetworkStrip: \"b\" reads a node that is not before it.",
            Assert.Throws<ArgumentException>(() => new NetworkStrip("n", [new(StripNodeKind.Layer, "b", [0])])).Message);
    }

    [Fact]
    public void NothingIsReadBack()
    {
        NetworkStrip strip = new("n",
            [Node("units", memory.Tensor([2, 300], new float[600])), Node("b", memory.Tensor([2, 4], new float[8]), 0)]);
        using Picture picture = new(gpu, strip);
        picture.Draw();
        long downloaded = gpu.Staging.BytesDownloaded;
        for (int i = 0; i < 10; i++)
        {
            Assert.True(picture.Renderer.Render(TimeSpan.FromSeconds(1 + i)));
        }

        Assert.Equal(downloaded, gpu.Staging.BytesDownloaded);
    }

    StripNode Node(string name, TensorSource activations, params int[] inputs) =>
        new(StripNodeKind.Layer, name, inputs) { Activations = activations, UnitGroup = name };

    float[][] States(NetworkStrip strip) => [.. memory.Read<float>(strip.Statistics.State).Chunk(StateFloats)];

    static int Inked(uint[] pixels) => pixels.Count(pixel => Colors.Distance(pixel, Card) > 20);

    static float CellX(NetworkStrip strip, int node, int tile, int column, int columns)
    {
        TileFit fit = strip.Tiles[node].Fit;
        return strip.Tiles[node].Area.X + tile % fit.Columns * fit.PitchX + (column + 0.5f) * fit.Width / columns;
    }

    static void AssertPicture(
        Picture picture, NetworkStrip strip, int node, int tiles, int rows, int columns, float[] values, float[] state)
    {
        (Rectangle area, TileFit fit) = (strip.Tiles[node].Area, strip.Tiles[node].Fit);
        Assert.Equal(tiles, fit.Shown);
        for (int i = 0; i < tiles * rows * columns; i++)
        {
            (int tile, int row, int column) = (i / (rows * columns), i / columns % rows, i % columns);
            int x = area.X + tile % fit.Columns * fit.PitchX + (int)((column + 0.5) * fit.Width / columns);
            int y = area.Y + tile / fit.Columns * fit.PitchY + (int)((row + 0.5) * fit.Height / rows);
            Colors.AssertShows(values[i], picture.At(x, y), state);
        }
    }

    static void AssertBar(Picture picture, NetworkStrip strip, double size, int which)
    {
        uint color = which == 0 ? 0xFFFFA84C : 0xFF4AB0FF; // Theme.Curves
        Rectangle bar = strip.BarOf(0, which);
        int length = picture.Of(bar with { Y = bar.Y + 1, Height = 1 }).Count(pixel => Colors.Distance(pixel, color) < 60);
        double expected = Math.Max(0, Math.Log10(size) + 6) / 8 * bar.Width;
        Assert.InRange(length, expected - 1.5, expected + 1.5);
    }
}
