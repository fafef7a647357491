using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Layers;

public sealed class ConvolutionTests(GpuFixture fixture) : OpTests(fixture)
{
    [Fact]
    public void Conv2dAddsItsBiasToEachPixel()
    {
        var layer = new Conv2d(1, 2, 2, weight: Initializer.Ones);

        using Recording recording = Gpu.Record(() => layer.Forward(Tensor.From([1f, 2, 3, 4, 5, 6], [1, 1, 2, 3])));
        layer.Bias!.Load([10, 20]);
        recording.Replay();

        Close.To([22, 26, 32, 36], recording.Result.ToArray()); // 1 + 2 + 4 + 5 and 2 + 3 + 5 + 6
        Assert.Equal(["weight", "bias"], layer.Parameters.Select(parameter => parameter.Path));
    }

    [Fact]
    public void ConvTranspose2dPutsItsKernelBesideItself()
    {
        var layer = new ConvTranspose2d(1, 1, 2, stride: 2, weight: Initializer.Ones);

        float[] y = Run(x => layer.Forward(x[0]), Tensor.From([1f, 2], [1, 1, 1, 2]));

        Close.To([1, 1, 2, 2, 1, 1, 2, 2], y);
    }

    [Theory]
    [InlineData("Conv2d", "\"kernelSize\": 3, \"kernelWidth\": 5, \"stride\": 2, \"padding\": 1", 4, 3)]
    [InlineData("Conv2d", "\"kernelSize\": 3, \"rows\": { \"stride\": 2, \"before\": 1 }", 4, 6)]
    [InlineData("Conv2d", "\"kernelSize\": 3, \"padding\": 1, \"columns\": { \"after\": 0, \"dilation\": 2 }", 8, 5)]
    [InlineData("MaxPool2d", "\"kernel\": 2", 4, 4)]
    [InlineData("MaxPool2d", "\"kernel\": 2, \"kernelWidth\": 4", 4, 2)]
    [InlineData("AvgPool2d", "\"kernel\": 2, \"columns\": { \"stride\": 1, \"before\": 0, \"after\": 1 }", 4, 8)]
    public void AScenesWindowsHaveNumbersOfTheirOwnAlongEachAxis(string type, string settings, int height, int width)
    {
        string channels = type == "Conv2d" ? "\"inChannels\": 1, \"outChannels\": 1, " : "";
        Layer layer = Catalog<Layer>.Read(Settings.Parse("layer.json",
            System.Text.Encoding.UTF8.GetBytes($$"""{ "type": "{{type}}", {{channels}}{{settings}} }""")));
        Tensor y = null!;
        Run(x => y = layer.Forward(x[0]), Tensor.From(new float[64], [1, 1, 8, 8]));
        Assert.Equal(Shape.Of([1, 1, height, width]), y.Shape);
    }

    [Fact]
    public void RefuseWhatDoesNotFit()
    {
        Assert.Contains("needs images [N, 3, H, W] for weight [4, 3, 3, 3], received [1, 1, 5, 5]. Use inChannels: 1.",
            Assert.Throws<ArgumentException>(() => new Conv2d(3, 4, 3).Forward(Tensor.Ones([1, 1, 5, 5]))).Message);
        Assert.Contains("needs images [N, 3, H, W]",
            Assert.Throws<ArgumentException>(() => new ConvTranspose2d(3, 4, 3).Forward(Tensor.Ones([1, 1, 5, 5]))).Message);
        Assert.Contains("groups must divide inChannels: 3", Assert.Throws<ArgumentException>(() => new Conv2d(3, 4, 3, groups: 2)).Message);
        Assert.Contains("groups must divide inChannels: 4",
            Assert.Throws<ArgumentException>(() => new ConvTranspose2d(4, 3, 3, groups: 2)).Message);
    }
}
