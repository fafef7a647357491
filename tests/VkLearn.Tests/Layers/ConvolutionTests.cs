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
