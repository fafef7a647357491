using SkiaSharp;
using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Rendering.Views;

[Collection("gpu")]
public sealed class GamePlaneTests(GpuFixture fixture) : IDisposable
{
    const int Lattice = 0, Pull = 1, Real = 3, Made = 5; // of the colours

    readonly GpuDevice gpu = fixture.Gpu;
    readonly Memory memory = new(fixture.Gpu);

    public void Dispose() => memory.Dispose();

    [Theory, InlineData(ElementType.Float32), InlineData(ElementType.Float16)]
    public void PointsLieWhereTheirNumbersSay(ElementType type)
    {
        GamePlane view = New([0, 0, 1, 2], [-2, -1, 2, -2], [0, 0, 0, 0], type);
        using Picture picture = new(gpu, view);
        picture.Draw();
        Assert.Equal(Color(Real), picture.At(view.PixelOf(0, 0)));
        Assert.Equal(Color(Real), picture.At(view.PixelOf(1, 2)));
        Assert.Equal(Color(Made), picture.At(view.PixelOf(-2, -1)));
        Assert.Equal(Color(Made), picture.At(view.PixelOf(2, -2)));
        Assert.Equal(DrawShader.Word(Theme.Dark.Card), picture.At(view.PixelOf(-2, 2))); // where the critic cannot tell
    }

    /// <summary>What is made lies above, and no line hides a point.</summary>
    [Fact]
    public void WhatIsMadeLiesAbove()
    {
        GamePlane view = New([1, 1], [1, 1], [-1, 0]);
        using Picture picture = new(gpu, view);
        picture.Draw();
        Assert.Equal(Color(Made), picture.At(view.PixelOf(1, 1)));
    }

    /// <summary>To the right and upwards are the ways that they are on the plane.</summary>
    [Theory, InlineData(1, 0), InlineData(0, 1), InlineData(-1, 0), InlineData(0, -1)]
    public void ALineGoesWhereTheCriticDraws(int right, int up)
    {
        GamePlane view = New([-2, -2], [0, 0], [right, up]);
        using Picture picture = new(gpu, view);
        picture.Draw();
        (int x, int y) = view.PixelOf(0, 0);
        Assert.Equal(Color(Pull), picture.At(x + 7 * right, y - 7 * up));
        Assert.NotEqual(Color(Pull), picture.At(x - 7 * right, y + 7 * up));
        Assert.NotEqual(Color(Pull), picture.At(x + 14 * right, y - 14 * up));
    }

    /// <summary>Of a pull of any length a line is at most three times that of the mean.</summary>
    [Theory, InlineData(1e30f), InlineData(float.NaN), InlineData(float.PositiveInfinity)]
    public void AGreatPullIsNoLongLine(float pull)
    {
        GamePlane view = New([-2, -2], [0, 0], [pull, 0]);
        using Picture picture = new(gpu, view);
        picture.Draw();
        (int x, int y) = view.PixelOf(0, 0);
        Assert.NotEqual(Color(Pull), picture.At(x + 33, y));
    }

    [Fact]
    public void TheLatticeIsDrawnFromEachPlaceToTheNext()
    {
        float[] square = [-1, 1, 1, 1, -1, -1, 1, -1];
        GamePlane view = New([-2.5f, -2.5f], [2.5f, 2.5f], [0, 0], lattice: memory.Tensor([2, 2, 2], square));
        using Picture picture = new(gpu, view);
        picture.Draw();
        foreach ((double x, double y) in ((double, double)[])[(0, 1), (0, -1), (-1, 0), (1, 0)])
        {
            Assert.Equal(Color(Lattice), picture.At(view.PixelOf(x, y)));
        }

        Assert.NotEqual(Color(Lattice), picture.At(view.PixelOf(0, 0))); // no diagonal
    }

    /// <summary>Rows from the top, columns from the left.</summary>
    [Fact]
    public void TheFieldIsColouredByItsSign()
    {
        GamePlane view = New([-2.5f, -2.5f], [2.5f, -2.5f], [0, 0], field: memory.Tensor([2, 2], 0.5f, 0, -0.5f, 0.25f));
        using Picture picture = new(gpu, view);
        picture.Draw();
        (double X, double Y)[] places = [(-2.9, 2.9), (2.9, 2.9), (-2.9, -2.2), (2.9, -2.2)];
        SKColor[] corners = [.. places.Select(place => picture.At(view.PixelOf(place.X, place.Y)))
            .Select(word => new SKColor((byte)word, (byte)(word >> 8), (byte)(word >> 16)))];
        Assert.True(corners[0].Red > corners[0].Blue + 40, $"{corners[0]}"); // for real: warm
        Assert.True(corners[2].Blue > corners[2].Red + 40, $"{corners[2]}");
        Assert.InRange(corners[1].Red - Theme.Dark.Card.Red, -12, 12);
        Assert.InRange(corners[3].Red, corners[1].Red + 10, corners[0].Red - 10);
    }

    [Theory, InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(-1e30f)]
    public void WhatIsNoNumberOrFarAwayIsNowhere(float value)
    {
        GamePlane view = New([value, 0], [0, value], [1, 1]);
        using Picture picture = new(gpu, view);
        picture.Draw();
        Assert.DoesNotContain(Color(Real), picture.Of(view.Plot));
        Assert.DoesNotContain(Color(Made), picture.Of(view.Plot));
    }

    [Fact]
    public void RefusesOtherShapes()
    {
        TensorSource points = memory.Tensor([2, 2], 1, 2, 3, 4), line = memory.Tensor([4], 1, 2, 3, 4);
        Assert.Contains("points on a plane are [N, 2], received [4]",
            Assert.Throws<ArgumentException>(() => new GamePlane(points, line, points, points, 3, null)).Message);
        Assert.Contains("a field is Float32 [rows, columns], received [4]",
            Assert.Throws<ArgumentException>(() => new GamePlane(points, points, points, line, 3, null)).Message);
    }

    static uint Color(int mark) => DrawShader.Word(GamePlane.ColorsOf(Theme.Dark)[mark]);

    GamePlane New(float[] real, float[] made, float[] pulls, ElementType type = ElementType.Float32, TensorSource? lattice = null,
        TensorSource? field = null) => new(
            memory.Tensor(type, [real.Length / 2, 2], real), memory.Tensor(type, [made.Length / 2, 2], made),
            memory.Tensor(type, [pulls.Length / 2, 2], pulls), field ?? memory.Tensor([1, 1], 0), reach: 3, most: 0.5f)
        {
            LatticePoints = lattice,
        };
}
