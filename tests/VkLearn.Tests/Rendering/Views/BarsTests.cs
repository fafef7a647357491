using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class BarsTests(GpuFixture fixture) : IDisposable
{
    const uint Track = 0xFF322823; // Theme.Border

    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Theory, InlineData(ElementType.Float32), InlineData(ElementType.Float16), InlineData(ElementType.Int32), InlineData(ElementType.UInt8)]
    public void AsLongAsTheValues(ElementType type)
    {
        float[] values = [0, 50, 100, 25, 75, 10, 90];
        Bars bars = new(memory.Tensor(type, [7], values), [.. "abcdefg".Select(static c => c.ToString())]);
        using Picture picture = new(gpu, bars);
        picture.Draw();
        AssertLengths(picture, bars, values, 0, 100);
    }

    [Fact]
    public void BeginAtZeroAndShowWhatIsNoNumber()
    {
        float[] values = [-0.5f, 0.5f, float.NaN, float.NegativeInfinity];
        Bars bars = new(memory.Tensor([4], values), ["a", "b", "c", "d"], fixedRange: (-1, 1));
        using Picture picture = new(gpu, bars);
        picture.Draw();
        AssertLengths(picture, bars, values[..2], -1, 1);
        Assert.Equal([ColorMap.Nan, ColorMap.Fallen], Enumerable.Range(2, 2).Select(i => Row(picture, bars, 4, i)[5]));
    }

    [Fact]
    public void TheNumbersComeAFewTimesASecond()
    {
        TensorSource x = memory.Tensor([2], 1, 2);
        using Picture picture = new(gpu, new Bars(x, ["a", "b"]));
        picture.Draw();
        picture.Draw(0.3);
        long downloaded = gpu.Staging.BytesDownloaded;
        for (int i = 0; i < 10; i++)
        {
            Assert.True(picture.Renderer.Render(TimeSpan.FromSeconds(0.3 + i * 0.01)));
        }
        Assert.InRange(gpu.Staging.BytesDownloaded - downloaded, 0, 2 * 4 + 9 * 4);
    }

    /// <summary>Values that change faster than numbers can be read and written: at no time do numbers tell of other values than bars do.
    /// </summary>
    [Fact]
    public void TheNumbersAreOfTheBars()
    {
        TensorSource x = memory.Tensor([2], 10, 90);
        Bars bars = new(x, ["a", "b"], fixedRange: (0, 100));
        using Picture picture = new(gpu, bars, keepsTexts: true);
        picture.Draw();
        List<float> seen = [];
        for (int i = 0; i < 30; i++)
        {
            memory.Write(x, 20 + i, 80 - i);
            picture.Draw(0.03 * i);
            float[] told = [.. bars.Texts.Where(static text => text.Length > 0).Select(float.Parse)];
            if (told.Length > 0)
            {
                AssertLengths(picture, bars, told, 0, 100);
                seen.Add(told[0]);
            }
        }
        Assert.InRange(seen.Distinct().Count(), 5, 15);
        picture.Draw(5);
        picture.Draw(5.2);
        Assert.Equal(["49.0", "51.0"], bars.Texts);
    }

    static void AssertLengths(Picture picture, Bars bars, float[] values, float low, float high)
    {
        for (int i = 0; i < values.Length; i++)
        {
            uint[] row = Row(picture, bars, (int)bars.Source.Count, i);
            double pixels = Math.Abs(values[i]) / (high - low) * bars.Area.Width;
            Assert.InRange(row.Count(static pixel => Colors.Distance(pixel, Track) > 20), pixels - 1.1, pixels + 1.1);
        }
    }

    static uint[] Row(Picture picture, Bars bars, int count, int row) =>
        picture.Of(new(bars.Area.X, bars.Area.Y + (int)((row + 0.5) * bars.Area.Height / count), bars.Area.Width, 1));
}
