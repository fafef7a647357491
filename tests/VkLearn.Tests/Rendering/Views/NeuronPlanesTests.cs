using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class NeuronPlanesTests(GpuFixture fixture) : IDisposable
{
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    /// <summary>Pictures in the colours of what is said, a strong weight's line between the two that it joins, none where it is 0.
    /// </summary>
    [Fact]
    public void PicturesAndLinesAreWhatTheNumbersSay()
    {
        // Two features of 2 x 2 cells, one answer of 1 x 2; the weight of the first is 0.
        NeuronPlanes view = new("net",
            [
                new("feature", memory.Tensor([2, 2, 2], 1, -1, 0, 1, -1, -1, -1, -1), "x", "y"),
                new("answer", memory.Tensor([1, 1, 2], 2, -2)),
            ],
            [memory.Tensor([2, 1], 0, 3)]);
        using Picture picture = new(fixture.Gpu, view, keepsTexts: true);
        picture.Draw();

        uint orange = Theme.Dark.Colors.Signed[^1], blue = Theme.Dark.Colors.Signed[0];
        Rectangle first = view.PlaceOf(0, 0), second = view.PlaceOf(0, 1), answer = view.PlaceOf(1, 0);
        Assert.Equal((first.X, first.Width), (second.X, answer.Width));
        Assert.True(first.Bottom < second.Y && first.Right < answer.X);
        Assert.Equal([orange, blue, Vision.Word(Theme.Dark.Card), orange], Cells(first));
        Assert.Equal([blue, blue, blue, blue], Cells(second));
        Assert.Equal([orange, blue], new[] { 0.25f, 0.75f }.Select(x => picture.At((int)(answer.X + x * side(answer)), Middle(answer))));
        int half = (first.Right + answer.X) / 2;
        Assert.Equal(Vision.Word(Theme.Dark.Card), picture.At(half, (Middle(first) + Middle(answer)) / 2));
        Assert.NotEqual(Vision.Word(Theme.Dark.Card), picture.At(half, (Middle(second) + Middle(answer)) / 2));
        Assert.Equal("feature: y", view.TextAt(second.X + 1, second.Y + 1));
        Assert.Equal("answer, neuron 1", view.TextAt(answer.X + 1, answer.Y + 1));
        Assert.Null(view.TextAt(half, 1));

        uint[] Cells(Rectangle place) => [.. from y in new[] { 0.25f, 0.75f } from x in new[] { 0.25f, 0.75f }
            select picture.At((int)(place.X + x * side(place)), (int)(place.Y + y * side(place)))];
        static int side(Rectangle place) => place.Width;
        static int Middle(Rectangle place) => place.Y + place.Height / 2;
    }

    [Fact]
    public void RefusesOtherShapes()
    {
        TensorSource two = memory.Tensor([2, 1, 1], 0, 0), flat = memory.Tensor([2, 1], 0, 0);
        Assert.Contains("Float32 [units, rows, columns], received [2, 1]",
            Assert.Throws<ArgumentException>(() => new NeuronPlanes("net", [new("a", flat)], [])).Message);
        Assert.Contains("the weights from 2 units to 2 are of that shape, received [2, 1]",
            Assert.Throws<ArgumentException>(() => new NeuronPlanes("net", [new("a", two), new("b", two)], [flat])).Message);
        Assert.Contains("2 columns have 1 weights between them, received 0",
            Assert.Throws<ArgumentException>(() => new NeuronPlanes("net", [new("a", two), new("b", two)], [])).Message);
    }
}
