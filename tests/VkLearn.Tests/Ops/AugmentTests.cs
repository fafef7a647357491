using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class AugmentTests(GpuFixture fixture) : OpTests(fixture)
{
    // Places carry the rounding of float32, a millionth of the image's side, and neighbouring pixels differ by up to 4.
    protected override Tolerance Tolerance => new(Forward: 1e-4, Differentiable: false);

    // Training asks for none; that of the definition is many kernels, each to be compiled.
    Tolerance WithGradient => Tolerance with { Differentiable = true, Smooth = false, Gradient = 1e-4, Differences = 1e-4 };

    static Input Numbers(int n) => Input.Between(0, 1, [n, 4]);

    [Theory, InlineData(1, 1, 1, 1), InlineData(3, 1, 7, 5), InlineData(2, 3, 8, 8), InlineData(5, 2, 33, 9)]
    public void Agrees(int n, int c, int h, int w)
    {
        (Input x, Input numbers, Input field) = (Input.Of([n, c, h, w]), Numbers(n), Input.Between(-3, 3, [n, 2, h, w]));
        Check(new Augment(0, true, 0), x, numbers);
        Check(new Augment(Math.Min(h, w) - 1, true, 0), x, numbers);
        Check(new Augment(0, false, 30), x, numbers);
        Check(new Augment(Math.Min(1, w - 1), true, 180), x, numbers);
        Check(new Augment(0, false, 0), x, numbers, field);
        Check(new Augment(Math.Min(1, w - 1), true, 15), x, numbers, field);
    }

    [Fact]
    public void HasTheGradientOfItsDefinition()
    {
        Check(new Augment(2, true, 0), WithGradient, Input.Of([2, 2, 5, 3]), Numbers(2)); // differences take each element by itself
        Check(new Augment(1, true, 15), WithGradient, Input.Of([2, 2, 5, 3]), Numbers(2), Input.Between(-3, 3, [2, 2, 5, 3]));
    }

    [Fact]
    public void AgreesOnABatch() => Check(new Augment(4, true, 15),
        Input.Between(0, 1, [64, 3, 32, 32]), Numbers(64), Input.Between(-2, 2, [64, 2, 32, 32]));

    [Fact]
    public void NumbersBelowAHalfMirrorBitForBit()
    {
        float[] x = [.. Enumerable.Range(0, 3 * 12).Select(i => MathF.Sin(i) / 3)], half = [0, 0.49999997f, 0.5f];
        float[] y = Moved(new Augment(0, true, 0), x, [3, 1, 3, 4], [.. half.SelectMany(u => (float[])[0.3f, 0.7f, u, 0.9f])]);
        Assert.Equal([.. x[..24].Chunk(4).SelectMany(row => row.Reverse()), .. x[24..]], y);
    }

    [Fact]
    public void CropsShiftByEachDistanceAndBringZerosIn()
    {
        const int crop = 2, n = 5 * 5;
        float[] x = [.. Enumerable.Range(0, n * 9).Select(i => i % 9 + 1f)], ends = [0, 0.25f, 0.5f, 0.75f, 1 - 6e-8f];
        float[] y = Moved(new Augment(crop, false, 0), x, [n, 1, 3, 3],
            [.. Enumerable.Range(0, n).SelectMany(i => (float[])[ends[i / 5], ends[i % 5], 0, 0])]);
        for (int i = 0; i < y.Length; i++)
        {
            int image = i / 9, row = i / 3 % 3 + image / 5 - crop, column = i % 3 + image % 5 - crop;
            Assert.Equal(row is >= 0 and < 3 && column is >= 0 and < 3 ? 3 * row + column + 1 : 0, y[i]);
        }
    }

    [Fact]
    public void TurnsAboutTheMiddle()
    {
        float[] x = [1, 2, 3, 4, 5, 6, 7, 8, 9], numbers = [0, 0, 0, 0, 0, 0, 0, 0.25f, 0, 0, 0, 0.5f, 0, 0, 0, 0.75f];
        float[] y = Moved(new Augment(0, false, 180), [.. x, .. x, .. x, .. x], [4, 1, 3, 3], numbers);
        AssertClose([
            9, 8, 7, 6, 5, 4, 3, 2, 1, // by half a turn
            7, 4, 1, 8, 5, 2, 9, 6, 3, // by a quarter, clockwise
            1, 2, 3, 4, 5, 6, 7, 8, 9, // not at all
            3, 6, 9, 2, 5, 8, 1, 4, 7],
            y, 1e-5);
    }

    /// <summary>On a slope, which interpolation does not change, an image is the slope turned.</summary>
    [Fact]
    public void TurnsByTheAngle()
    {
        const int side = 11;
        static double Slope(double row, double column) => 2 * row - 3 * column + 50;
        float[] x = [.. Enumerable.Range(0, side * side).Select(i => (float)Slope(i / side, i % side))];
        float[] y = Moved(new Augment(0, false, 40), x, [1, 1, side, side], [0, 0, 0, 0.8f]);
        foreach ((int row, int column) in (ReadOnlySpan<(int, int)>)[(5, 5), (3, 5), (5, 8), (7, 4)]) // near enough not to leave it
        {
            System.Numerics.Complex from = new System.Numerics.Complex(column - 5, row - 5)
                * System.Numerics.Complex.FromPolarCoordinates(1, 24 * Math.PI / 180); // 40 degrees times 0.8 * 2 - 1
            Assert.Equal(Slope(5 + from.Imaginary, 5 + from.Real), y[row * side + column], 1e-4f);
        }
    }

    [Fact]
    public void AFieldMovesByPixels()
    {
        float[] x = [.. Enumerable.Range(1, 12).Select(i => (float)i)], field = new float[24];
        Array.Fill(field, 1, 0, 12);   // a row further down
        Array.Fill(field, 0.5f, 12, 12); // and half a column further right
        float[] y = Moved(new Augment(0, false, 0), x, [1, 1, 3, 4], new float[4], field);
        Assert.Equal([5.5f, 6.5f, 7.5f, 4, 9.5f, 10.5f, 11.5f, 6, 0, 0, 0, 0], y);
    }

    [Fact]
    public void FieldsThatLeadNowhereReadNothing()
    {
        float[] field = [1e30f, -1e30f, 3e9f, -3e9f, float.PositiveInfinity, float.NaN, 1e5f, -1e5f];
        float[] y = Moved(new Augment(1, true, 10), [.. Enumerable.Repeat(1f, 12)], [1, 3, 2, 2], [0, 0.5f, 0, 0.3f], field);
        Assert.All(y, value => Assert.True(value == 0 || float.IsNaN(value)));
    }

    [Theory]
    [InlineData(4, 10, "crop must be from 0 to 3 pixels and rotation from 0 to 180 degrees, received crop 4, rotation 10.")]
    [InlineData(-1, 10, "received crop -1")]
    [InlineData(0, 181, "rotation 181")]
    [InlineData(0, float.NaN, "rotation NaN")]
    public void NumbersOutOfRangeAreRefused(int crop, float rotation, string message) => Assert.Contains(message,
        Assert.Throws<ArgumentException>(() => new Augment(crop, false, rotation)
            .Inferred([new([2, 1, 4, 6], DType.Float32), new([2, 4], DType.Float32)])).Message);

    [Fact]
    public void WhatAreNoImagesIsRefused()
    {
        Assert.Contains("needs Float32 images [N, C, H, W], received [2, 784]", Refused([2, 784], [2, 4]));
        Assert.Contains("images [2, 3, 4, 5] are moved by Float32 [2, 4] and, if they are bent, [2, 2, 4, 5], received [3, 4]",
            Refused([2, 3, 4, 5], [3, 4]));
        Assert.Contains("received [2, 4] and [2, 3, 4, 5]", Refused([2, 3, 4, 5], [2, 4], [2, 3, 4, 5]));
    }

    static string Refused(params Shape[] shapes) => Assert.Throws<ArgumentException>(
        () => new Augment(1, false, 0).Inferred([.. shapes.Select(shape => new TensorType(shape, DType.Float32))])).Message;

    float[] Moved(Augment op, float[] x, Shape shape, float[] numbers, float[]? field = null)
    {
        Tensor[] bent = field is null ? [] : [Tensor.From(field, [shape[0], 2, shape[2], shape[3]])];
        return Run(inputs => op.Apply(inputs)[0], [Tensor.From(x, shape), Tensor.From(numbers, [shape[0], 4]), .. bent]);
    }
}
