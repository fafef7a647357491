using VkLearn.Ops;
using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class AugmentTests(GpuFixture fixture) : OpTests(fixture)
{
    // Places carry the rounding of float32, a millionth of the image's side, and neighbouring pixels differ by up to 4.
    protected override Tolerance Tolerance => new(Forward: 1e-4, Differentiable: false);

    // Training asks for none; that of the definition is many kernels, each to be compiled.
    Tolerance WithGradient => Tolerance with { Differentiable = true, Smooth = false, Gradient = 1e-4, Differences = 1e-4 };

    [Theory, InlineData(1, 1, 1, 1), InlineData(3, 1, 7, 5), InlineData(2, 3, 8, 8), InlineData(5, 2, 33, 9)]
    public void Agrees(int n, int c, int h, int w)
    {
        Input field = Input.Between(-3, 3, [n, 2, h, w]), x = Input.Of([n, c, h, w]);
        Check(new Augment(0, true, 0, 3), x);
        Check(new Augment(Math.Min(h, w) - 1, true, 0, 1), x);
        Check(new Augment(0, false, 30, 2), x);
        Check(new Augment(Math.Min(1, w - 1), true, 180, 7), x);
        Check(new Augment(0, false, 0, 2), x, field);
        Check(new Augment(Math.Min(1, w - 1), true, 15, 2), x, field);
    }

    [Fact]
    public void HasTheGradientOfItsDefinition()
    {
        Check(new Augment(2, true, 0, 1), WithGradient, Input.Of([3, 2, 7, 5]));
        Check(new Augment(1, true, 15, 2), WithGradient, Input.Of([3, 2, 7, 5]), Input.Between(-3, 3, [3, 2, 7, 5]));
    }

    [Fact]
    public void AgreesOnABatch() => Check(new Augment(4, true, 15, 0),
        Input.Between(0, 1, [64, 3, 32, 32]), Input.Between(-2, 2, [64, 2, 32, 32]));

    [Fact]
    public void FlipsAreMirrorsBitForBit()
    {
        const int n = 64, side = 9;
        float[] x = [.. Enumerable.Range(0, n * side * side).Select(i => MathF.Sin(i) / 3)];
        float[] y = Run(x => new Augment(0, true, 0, Trace.Current.NextStream()).Apply(x[0])[0], Tensor.From(x, [n, 1, side, side]));

        bool[] mirrored = [.. Enumerable.Range(0, n).Select(image =>
        {
            float[] rows = x.Chunk(side * side).ElementAt(image), seen = y.Chunk(side * side).ElementAt(image);
            float[] mirror = [.. rows.Chunk(side).SelectMany(row => row.Reverse())];
            Assert.True(seen.SequenceEqual(rows) || seen.SequenceEqual(mirror), $"image {image} is neither itself nor its mirror");
            return seen.SequenceEqual(mirror);
        })];
        Assert.InRange(mirrored.Count(static isMirrored => isMirrored), 16, 48);
    }

    [Fact]
    public void CropsShiftByEachDistanceAndBringZerosIn()
    {
        const int n = 600, side = 5, crop = 2, middle = 2 * side + 2;
        float[] dots = new float[n * side * side];
        for (int i = 0; i < n; i++)
        {
            dots[i * side * side + middle] = 1;
        }

        float[] y = Run(x => new Augment(crop, false, 0, 5).Apply(x[0])[0],
            Tensor.From([.. dots.Chunk(side * side).SelectMany(dot => dot.Concat(Enumerable.Repeat(1f, side * side)))], [n, 2, side, side]));
        Dictionary<(int, int), int> seen = [];
        foreach (float[] image in y.Chunk(2 * side * side))
        {
            int at = Array.IndexOf(image, 1, 0, side * side);
            Assert.Equal(1, image[..(side * side)].Sum());
            (int down, int right) = (at / side - 2, at % side - 2);
            seen[(down, right)] = seen.GetValueOrDefault((down, right)) + 1;
            Assert.Equal((side - Math.Abs(down)) * (side - Math.Abs(right)), image[(side * side)..].Sum()); // the rest came from outside
        }

        Assert.Equal((2 * crop + 1) * (2 * crop + 1), seen.Count);
        Assert.All(seen, place => Assert.InRange(place.Value, 8, 48)); // 24 on the average
    }

    /// <summary>On a slope, which interpolation does not change, each image must be the slope turned by the angle that it drew.</summary>
    [Fact]
    public void TurnsAboutTheMiddleByTheAngleDrawn()
    {
        const int n = 20, side = 11;
        const uint seed = 3, stream = 9;
        const float most = 40;
        float Slope(double row, double column) => (float)(2 * row - 3 * column + 50);
        float[] x = [.. Enumerable.Range(0, n * side * side).Select(i => Slope(i / side % side, i % side))];
        Gpu.Seed(seed);
        Session.Of(Gpu).Counters.Clock.Write(6);
        float[] y = Run(x => new Augment(0, false, most, stream).Apply(x[0])[0], Tensor.From(x, [n, 1, side, side]));

        double[] angles = [.. Enumerable.Range(0, n)
            .Select(image => (Philox.Uniform(seed, stream, 6, (uint)(4 * image + 3)) * 2 - 1) * most * Math.PI / 180)];
        Assert.True(angles.Min() < -0.3 && angles.Max() > 0.3);
        for (int image = 0; image < n; image++)
        {
            foreach ((int row, int column) in (ReadOnlySpan<(int, int)>)[(5, 5), (3, 5), (5, 8), (7, 4)]) // near enough not to leave it
            {
                System.Numerics.Complex from = new System.Numerics.Complex(column - 5, row - 5)
                    * System.Numerics.Complex.FromPolarCoordinates(1, angles[image]);
                Assert.Equal(Slope(5 + from.Imaginary, 5 + from.Real), y[image * side * side + row * side + column], 1e-4f);
            }
        }
    }

    [Fact]
    public void AFieldMovesByPixels()
    {
        float[] x = [.. Enumerable.Range(1, 12).Select(i => (float)i)], field = new float[24];
        Array.Fill(field, 1, 0, 12);   // a row further down
        Array.Fill(field, 0.5f, 12, 12); // and half a column further right
        float[] y = Run(x => new Augment(0, false, 0, 0).Apply(x)[0], Tensor.From(x, [1, 1, 3, 4]), Tensor.From(field, [1, 2, 3, 4]));
        Assert.Equal([5.5f, 6.5f, 7.5f, 4, 9.5f, 10.5f, 11.5f, 6, 0, 0, 0, 0], y);
    }

    [Fact]
    public void FieldsThatLeadNowhereReadNothing()
    {
        float[] field = [1e30f, -1e30f, 3e9f, -3e9f, float.PositiveInfinity, float.NaN, 1e5f, -1e5f];
        float[] y = Run(x => new Augment(1, true, 10, 0).Apply(x)[0], Tensor.Ones([1, 3, 2, 2]), Tensor.From(field, [1, 2, 2, 2]));
        Assert.All(y, value => Assert.True(value == 0 || float.IsNaN(value)));
    }

    [Theory]
    [InlineData(4, 10, "crop must be from 0 to 3 pixels and rotation from 0 to 180 degrees, received crop 4, rotation 10.")]
    [InlineData(-1, 10, "received crop -1")]
    [InlineData(0, 181, "rotation 181")]
    [InlineData(0, float.NaN, "rotation NaN")]
    public void NumbersOutOfRangeAreRefused(int crop, float rotation, string message) => Assert.Contains(message,
        Assert.Throws<ArgumentException>(() => new Augment(crop, false, rotation, 0).Infer([new([2, 1, 4, 6], DType.Float32)])).Message);

    [Fact]
    public void WhatAreNoImagesIsRefused()
    {
        Assert.Contains("needs Float32 images [N, C, H, W]",
            Assert.Throws<ArgumentException>(() => new Augment(1, false, 0, 0).Infer([new([2, 784], DType.Float32)])).Message);
        Assert.Contains("are displaced by Float32 [2, 2, 4, 4]", Assert.Throws<ArgumentException>(() => new Augment(1, false, 0, 0)
            .Infer([new([2, 3, 4, 4], DType.Float32), new([2, 3, 4, 4], DType.Float32)])).Message);
    }
}
