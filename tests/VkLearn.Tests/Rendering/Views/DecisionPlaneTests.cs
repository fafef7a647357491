using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class DecisionPlaneTests(GpuFixture fixture) : IDisposable
{
    const int Vector = 1, First = 3, Second = 5; // of the colours

    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    /// <summary>Points in the colours of their classes, with a ring around those that hold the boundary; no number is nowhere.</summary>
    [Fact]
    public void PointsAndRingsLieWhereTheirNumbersSay()
    {
        DecisionPlane view = New([0, 0, float.NaN, 2], [-2, -1, 1, 1], [-2, -1, float.NaN, float.NaN]);
        using Picture picture = new(gpu, view);
        picture.Draw();
        Assert.Equal(Color(First), picture.At(view.PixelOf(0, 0)));
        Assert.Equal(Color(Second), picture.At(view.PixelOf(1, 1)));
        (int x, int y) = view.PixelOf(-2, -1);
        Assert.Equal(Color(Second), picture.At(x, y));
        Assert.Equal(Color(Vector), picture.At(x + 3, y));
        (x, y) = view.PixelOf(0, 0);
        Assert.DoesNotContain(Color(Vector), Enumerable.Range(-8, 16).Select(i => picture.At(x + i, y)));
    }

    [Fact]
    public void AClickTellsItsPlaceAndButton()
    {
        DecisionPlane view = New([0, 0], [1, 1], [1, 1]);
        using Picture picture = new(gpu, view);
        picture.Draw();
        (int x, int y) = view.PixelOf(1.5, -2);
        Assert.False(view.Pointer(new(PointerAction.Press, x, y, 0, 0))); // nobody asks
        List<(double X, double Y, int Button)> clicks = [];
        view.Clicked += (atX, atY, button) => clicks.Add((Math.Round(atX, 1), Math.Round(atY, 1), button));
        picture.Point(PointerAction.Press, x, y, button: 1);
        picture.Point(PointerAction.Release, x, y, button: 1);
        picture.Point(PointerAction.Press, 2, 2);
        Assert.Equal([(1.5, -2.0, 1)], clicks);
    }

    [Fact]
    public void RefusesOtherShapes()
    {
        TensorSource points = memory.Tensor([2, 2], 1, 2, 3, 4), line = memory.Tensor([4], 1, 2, 3, 4);
        Assert.Contains("points on a plane are [N, 2], received [4]",
            Assert.Throws<ArgumentException>(() => new DecisionPlane([Group(points), Group(line)], null, points, 3, 2)).Message);
        Assert.Contains("points on a plane are [N, 2], received [4]",
            Assert.Throws<ArgumentException>(() => new DecisionPlane([Group(points)], line, points, 3, 2)).Message);
        Assert.Contains("a field is Float32 [rows, columns], received [4]",
            Assert.Throws<ArgumentException>(() => new DecisionPlane([Group(points)], null, line, 3, 2)).Message);
    }

    uint Color(int mark) => DrawShader.Word(New([0, 0], [0, 0], [0, 0]).ColorsOf(Theme.Dark)[mark]);

    static PlaneGroup Group(TensorSource points) => new(points, "a", theme => theme.Wrong);

    DecisionPlane New(float[] first, float[] second, float[] vectors) => new(
        [
            new(memory.Tensor([first.Length / 2, 2], first), "a", theme => theme.Wrong),
            new(memory.Tensor([second.Length / 2, 2], second), "b", theme => theme.Accent),
        ],
        memory.Tensor([vectors.Length / 2, 2], vectors), memory.Tensor([1, 1], 0), reach: 3, most: 2);
}
