using VkLearn.Engine;
using VkLearn.Engine.Views;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class InterpolationViewTests(GpuFixture fixture)
{
    const int Height = SmallCodes.Height, Width = SmallCodes.Width, Pixels = Height * Width;

    [Theory, InlineData(true), InlineData(false)]
    public void ItGoesBetweenTheTwoImagesThatWereChosenLast(bool isVariational)
    {
        using SmallCodes small = new(fixture.Gpu, codeSize: 3, isVariational);
        InterpolationView between = new() { Count = 3 };
        small.Scene.Add("between", between);
        small.Step();
        AssertIsBetween(small, 0, 1);

        small.Scene.Playback.IsPaused = true;
        foreach ((int chosen, (int, int) ends) in ((int, (int, int))[])[(3, (1, 3)), (3, (1, 3)), (0, (3, 0))])
        {
            small.Scene.Selection.Item = ("batch", chosen);
            small.Scene.Frame(0);
            Assert.Equal(ends, between.Ends);
            AssertIsBetween(small, ends.Item1, ends.Item2);
        }
    }

    [Fact]
    public void SaysWhatIsMissing()
    {
        using SmallScene small = new(fixture.Gpu);
        small.Scene.Add("between", new InterpolationView());
        Assert.Equal("An interpolation needs a model that encodes and decodes, such as a Vae; Classifier has none.",
            Assert.Throws<ArgumentException>(() => small.Scene.FindTensor("between/images")).Message);
    }

    static void AssertIsBetween(SmallCodes small, int from, int to)
    {
        float[] batch = small.Read("batch"), images = small.Read("between/images");
        float[] codes = small.Run(() => small.Codec.Encode(Tensor.From(batch, [SmallCodes.Batch, 1, Height, Width])));
        Assert.Equal(Of(batch, from), Of(images, 0));
        Assert.Equal(Of(batch, to), Of(images, 4));
        for (int step = 0; step < 3; step++)
        {
            float[] code = [.. Enumerable.Range(0, 3).Select(i => float.Lerp(codes[from * 3 + i], codes[to * 3 + i], step / 2f))];
            Assert.Equal(small.Run(() => small.Codec.Decode(Tensor.From(code, [1, 3]))), Of(images, 1 + step), new Near(1e-5f));
        }
    }

    static float[] Of(float[] images, int item) => images[(item * Pixels)..((item + 1) * Pixels)];
}
