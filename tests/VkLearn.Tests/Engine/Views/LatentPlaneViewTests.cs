using VkLearn.Engine;
using VkLearn.Engine.Views;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;
using Layout = VkLearn.Engine.Layout;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class LatentPlaneViewTests(GpuFixture fixture)
{
    const int Height = SmallCodes.Height, Width = SmallCodes.Width;

    [Fact]
    public void ItsTensorsAreTheCodecsAnswers()
    {
        using SmallCodes small = new(fixture.Gpu);
        LatentPlaneView plane = new() { GridSize = 3, Reach = 3 };
        small.Scene.Add("plane", plane);
        small.Step();
        plane.Place = (0.5, -1.25);
        small.Step();

        float[] batch = small.Read("batch");
        Assert.Equal(small.Run(() => small.Codec.Encode(Tensor.From(batch, [SmallCodes.Batch, 1, Height, Width]))),
            small.Read("plane/points"));
        Assert.Equal(Decoded(small, 0.5f, -1.25f), small.Read("plane/image"));
        float[] grid = small.Read("plane/grid");
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                Assert.Equal(Decoded(small, 2 * column - 2, 2 - 2 * row),
                    [.. from y in Enumerable.Range(0, Height) from x in Enumerable.Range(0, Width)
                        select grid[(row * Height + y) * 3 * Width + column * Width + x]], new Near(1e-5f));
            }
        }
    }

    [Fact]
    public void OfLongerCodesItShowsTheNumbersThatVaryMostOrThatAreChosen()
    {
        using SmallCodes small = new(fixture.Gpu, codeSize: 5);
        LatentPlaneView plane = new();
        small.Scene.Add("plane", plane);
        small.Step();
        float[] batch = small.Read("batch");
        float[] codes = small.Run(() => small.Codec.Encode(Tensor.From(batch, [SmallCodes.Batch, 1, Height, Width])));
        int[] most = [.. Enumerable.Range(0, 5).OrderByDescending(Variance).Take(2).Order()];
        Assert.Equal(Numbers(most[0], most[1]), small.Read("plane/points"));

        Assert.Equal(["across", "upwards"], plane.Knobs.Select(knob => knob.Name));
        plane.Knobs[0].Set(4);
        plane.Knobs[1].Set(2);
        small.Scene.Playback.IsPaused = true;
        small.Scene.Frame(0);
        Assert.Equal(Numbers(3, 1), small.Read("plane/points"));
        plane.Place = (1, 2);
        small.Scene.Frame(0);
        Assert.Equal(Decoded(small, 0, 2, 0, 1, 0), small.Read("plane/image"));

        float[] Numbers(int across, int upwards) => [.. Enumerable.Range(0, SmallCodes.Batch)
            .SelectMany(item => new[] { codes[item * 5 + across], codes[item * 5 + upwards] })];
        double Variance(int number)
        {
            double[] values = [.. Enumerable.Range(0, SmallCodes.Batch).Select(item => (double)codes[item * 5 + number])];
            return values.Average(value => Math.Pow(value - values.Average(), 2));
        }
    }

    /// <summary>What is drawn is what the decoder makes of where the pointer is, in the frame after it was moved there.</summary>
    [Fact]
    public void ThePointersPlaceIsDecodedAndDrawn()
    {
        using SmallCodes small = new(fixture.Gpu);
        LatentPlaneView plane = new();
        ImageBatchView image = new("plane/image", null, null);
        small.Scene.Add("plane", plane);
        small.Scene.Show(Layout.Row(plane, image));
        using OffscreenTarget target = new(fixture.Gpu, 640, 320);
        using ScenePlayer player = new(small.Scene, target);
        small.Scene.Playback.IsPaused = true;
        player.Frame();
        ScatterPlot plot = (ScatterPlot)player.Views.Find(plane)!;
        (int x, int y) = plot.PixelOf(-1, 2);
        player.Pointer(new(PointerAction.Move, x, y, 0, 0));
        player.Frame();
        player.Frame();

        Assert.InRange(plane.Place.X, -1.05, -0.95);
        Assert.InRange(plane.Place.Y, 1.95, 2.05);
        float[] decoded = Decoded(small, (float)plane.Place.X, (float)plane.Place.Y);
        Assert.Equal(decoded, small.Read("plane/image"));
        ImageBatch drawn = (ImageBatch)player.Views.Find(image)!;
        byte[] pixels = target.ReadPixels();
        for (int cell = 0; cell < decoded.Length; cell++)
        {
            int left = drawn.Area.X + 1 + (int)((cell % Width + 0.5) * drawn.Fit.Width / Width);
            int top = drawn.Area.Y + 1 + (int)((cell / Width + 0.5) * drawn.Fit.Height / Height);
            Assert.InRange(pixels[(top * 640 + left) * 4], 255 * decoded[cell] - 1.5, 255 * decoded[cell] + 1.5);
        }
    }

    [Fact]
    public void WithoutAPointerThePlaceWanders()
    {
        using SmallCodes small = new(fixture.Gpu);
        LatentPlaneView plane = new();
        small.Scene.Add("plane", plane);
        HashSet<(double, double)> places = [];
        for (int i = 0; i < 5; i++)
        {
            small.Step();
            places.Add(plane.Place);
        }

        Assert.Equal(5, places.Count);
        Assert.All(places, place => Assert.InRange(Math.Max(Math.Abs(place.Item1), Math.Abs(place.Item2)), 0, 3));
    }

    [Fact]
    public void SaysWhatIsMissing()
    {
        using SmallScene small = new(fixture.Gpu);
        small.Scene.Add("plane", new LatentPlaneView());
        Assert.Equal("A latent plane needs a model that encodes and decodes, such as a Vae; Classifier has none.",
            Assert.Throws<ArgumentException>(() => small.Scene.FindTensor("plane/points")).Message);
        Assert.Equal("A latent plane has no \"pionts\". It has: points, image, grid.",
            Assert.Throws<UnknownTensorException>(() => small.Scene.FindTensor("plane/pionts")).Message);
    }

    static float[] Decoded(SmallCodes small, params float[] code) =>
        small.Run(() => small.Codec.Decode(Tensor.From(code, [1, code.Length])));
}
