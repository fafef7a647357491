using VkLearn.Losses;
using VkLearn.Models;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Models;

public sealed class ImageModelsTests(GpuFixture fixture) : OpTests(fixture)
{
    [Theory, InlineData(true), InlineData(false)]
    public void LeNet5HasTheParametersOf1998(bool modern)
    {
        var model = new LeNet5(modern: modern);

        // 156 + 2,416 (dense, where the paper's table leaves some out) + 48,120 + 10,164 + 850
        Assert.Equal(61_706, Count(model));
        Assert.Equal([2, 10], Shaped(model, [2, 1, 28, 28]));
        Assert.Contains("needs images [N, C, 28, 28]",
            Assert.Throws<ArgumentException>(() => Shaped(model, [2, 1, 32, 32])).Message);
    }

    [Theory, InlineData(20, false, 0.27), InlineData(56, false, 0.85), InlineData(110, false, 1.7), InlineData(20, true, 0.27)]
    public void ResNetHasTheParametersOfItsPaper(int depth, bool preActivation, double millions)
    {
        var model = new ResNet(depth, preActivation: preActivation);

        Assert.Equal(millions, Count(model) / 1e6, tolerance: 0.035 * millions); // table 6
        Assert.Equal([2, 10], Shaped(model, [2, 3, 32, 32]));
    }

    [Fact]
    public void ResNetRefusesOtherDepths() =>
        Assert.Contains("depth must be 6 n + 2", Assert.Throws<ArgumentException>(() => new ResNet(21)).Message);

    [Fact]
    public void AShortcutTakesEverySecondPixelAndNoParameters()
    {
        var block = new ResidualBlock(1, 4, stride: 2);
        float[] image = [.. Enumerable.Range(1, 16).Select(i => (float)i)];

        // With weights of zeros only the shortcut is left: ReLU of the pixels 1 3 9 11 in the second of four channels.
        using Recording recording = Gpu.Record(() => block.Forward(Tensor.From(image, [1, 1, 4, 4])), training: false);
        foreach (Parameter parameter in block.Parameters)
        {
            parameter.Load(new float[parameter.Shape.Count]);
        }

        recording.Replay();

        Assert.Equal([0, 0, 0, 0, 1, 3, 9, 11, 0, 0, 0, 0, 0, 0, 0, 0], recording.Result.ToArray());
    }

    [Fact]
    public void VggAndResNetLearnToTellStripes()
    {
        Assert.InRange(Learn(new Vgg(1, 2, 4, 8)), 0, 0.1f);
        Assert.InRange(Learn(new ResNet(8, 1, 2)), 0, 0.1f);
    }

    /// <summary>The loss after some steps on stripes that run across or down, at random places and in noise.</summary>
    float Learn(Layer model)
    {
        System.Random random = new(1);
        int[] label = [.. Enumerable.Range(0, 16).Select(i => i % 2)];
        float[] images = new float[16 * 64];
        for (int i = 0; i < images.Length; i++)
        {
            int along = label[i / 64] == 0 ? i % 8 : i / 8 % 8;
            images[i] = (along + i / 64) / 2 % 2 + random.NextSingle() - 0.5f;
        }

        Adam adam = new(3e-3f);
        using Recording step = Gpu.Record(() =>
        {
            Tensor loss = Loss.SoftmaxCrossEntropy(model.Forward(Tensor.From(images, [16, 1, 8, 8])), Tensor.From(label, [16]));
            adam.Minimize(loss, of: model);
            return loss;
        });
        step.Replay(60);
        return step.Result.ToArray()[0];
    }

    static long Count(Layer model) => model.Parameters.Sum(parameter => parameter.Shape.Count);

    int[] Shaped(Layer model, Shape images)
    {
        int[] shape = [];
        Gpu.Record(() => { shape = [.. model.Forward(Tensor.Ones(images)).Shape]; }, training: false).Dispose();
        return shape;
    }
}
