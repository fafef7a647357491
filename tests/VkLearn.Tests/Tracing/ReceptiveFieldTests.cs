using VkLearn.Layers;
using VkLearn.Models;
using Xunit;
using ReceptiveField = VkLearn.Ops.ReceptiveField;

namespace VkLearn.Tests.Tracing;

[Collection("gpu")]
public sealed class ReceptiveFieldTests(GpuFixture fixture)
{
    public static TheoryData<string, ReceptiveField> Cases => new()
    {
        { "convolution", new(1, -2, -2, 5, 5) },
        { "lenet", new(4, -6, -6, 16, 16) },
        { "strided and dilated", new(2, -5, -5, 11, 11) },
        { "residual block", new(2, -3, -3, 7, 7) },
    };

    [Theory, MemberData(nameof(Cases))]
    public void IsWhereTheGradientOfAPixelReaches(string model, ReceptiveField expected)
    {
        const int row = 3, column = 2;
        Tensor image = Tensor.From([.. Enumerable.Range(0, 28 * 28).Select(i => 1 + i / 784f)], [1, 1, 28, 28]);
        ReceptiveField field = default;
        using Recording recording = fixture.Gpu.Record(() =>
        {
            Tensor output = Model(model).Forward(image);
            field = ReceptiveField.Of(output, image);
            return output.Slice(2, row, 1).Slice(3, column, 1).Sum().Gradients(image)[0];
        }, training: false);
        recording.Replay();

        Assert.Equal(expected, field);
        float[] gradient = recording.Result.ToArray();
        int[] seen = [.. Enumerable.Range(0, gradient.Length).Where(i => gradient[i] != 0)];
        int top = row * field.Step + field.Top, left = column * field.Step + field.Left;
        Assert.Equal((Math.Max(0, top), top + field.Height - 1), (seen.Min(i => i / 28), seen.Max(i => i / 28)));
        Assert.Equal((Math.Max(0, left), left + field.Width - 1), (seen.Min(i => i % 28), seen.Max(i => i % 28)));
    }

    [Fact]
    public void RefusesWhatIsNotSeenByWindows()
    {
        Tensor image = Tensor.Ones([1, 1, 4, 4]);

        Assert.Equal("ReceptiveField: UpsampleNearest makes [1, 1, 8, 8] of [1, 1, 4, 4], not by windows of a stride. "
            + "Use a layer before it.", Assert.Throws<ArgumentException>(() => ReceptiveField.Of(image.Upsample(2), image)).Message);
        Assert.StartsWith("ReceptiveField: needs what a layer makes of the image [1, 1, 4, 4], as [N, C, H, W], received",
            Assert.Throws<ArgumentException>(() => ReceptiveField.Of(image.Flatten(), image)).Message);
    }

    // Positive weights and means: each pixel of the field has its part in the gradient.
    static Layer Model(string name) => name switch
    {
        "convolution" => Convolution(5, padding: 2),
        "lenet" => new Sequential(Convolution(5, padding: 2), new AvgPool2d(2), Convolution(5, padding: 2), new AvgPool2d(2)),
        "strided and dilated" => new Sequential(Convolution(3, stride: 2, padding: 1), new Relu(), Convolution(3, padding: 2, dilation: 2)),
        _ => new ResidualBlock(1, 16, stride: 2), // of so many channels some let each pixel pass
    };

    static Conv2d Convolution(int kernel, int stride = 1, int padding = 0, int dilation = 1) =>
        new(1, 1, kernel, stride, padding, dilation, weight: Initializer.Constant(0.1f));
}
