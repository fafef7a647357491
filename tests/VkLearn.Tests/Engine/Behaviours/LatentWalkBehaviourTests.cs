using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Models;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine.Behaviours;

[Collection("gpu")]
public sealed class LatentWalkBehaviourTests(GpuFixture fixture)
{
    const int Pixels = SmallCodes.Height * SmallCodes.Width;

    /// <summary>The way's first item is the last of the way before; the one under sliders is that of their code.</summary>
    [Fact]
    public void AWayEndsWhereTheNextBegins()
    {
        using SmallCodes small = new(fixture.Gpu, codeSize: 3);
        LatentWalkBehaviour walk = new() { Steps = 5, Seconds = 0.4, Turned = 2 };
        small.Scene.Add("walk", walk);
        small.Step();
        float[] first = small.Read("walk/walk");
        small.Scene.Playback.IsPaused = true;
        for (int i = 0; i < 12; i++)
        {
            small.Scene.Frame(0.05);
        }

        float[] later = small.Read("walk/walk");
        Assert.Equal(5 * Pixels, first.Length);
        Assert.NotEqual(first, later);
        float[] next = later;
        while (next.SequenceEqual(later))
        {
            small.Scene.Frame(0.05);
            next = small.Read("walk/walk");
        }

        Assert.Equal(Item(later, 4), Item(next, 0), new Near(1e-5f));
        Assert.NotEqual(Item(next, 0), Item(next, 4));
    }

    [Fact]
    public void TheImageIsThatOfTheKnobs()
    {
        using SmallCodes small = new(fixture.Gpu, codeSize: 3);
        LatentWalkBehaviour walk = new() { Turned = 2 };
        small.Scene.Add("walk", walk);
        small.Step();
        small.Scene.Playback.IsPaused = true;
        Assert.Equal(["z1", "z2"], walk.Knobs.Select(knob => knob.Name));
        foreach ((double x, double y) in ((double, double)[])[(0, 0), (1.5, -2), (-0.5, 0.25)])
        {
            walk.Knobs[0].Set(x);
            walk.Knobs[1].Set(y);
            small.Scene.Frame(0);
            Assert.Equal((x, y), (walk.Knobs[0].Get(), walk.Knobs[1].Get()));
            Assert.Equal(small.Run(() => small.Codec.Decode(Tensor.From([(float)x, (float)y, 0], [1, 3]))), small.Read("walk/image"),
                new Near(1e-5f));
        }
    }

    [Fact]
    public void SaysWhatItNeeds()
    {
        using SmallScene small = new(fixture.Gpu);
        small.Scene.Add("walk", new LatentWalkBehaviour());
        Assert.Equal("A latent walk needs a model that makes items of codes, such as a Vae or a Gan; Classifier has none.",
            Assert.Throws<ArgumentException>(() => small.Scene.FindTensor("walk/walk")).Message);
    }

    static float[] Item(float[] items, int item) => items[(item * Pixels)..((item + 1) * Pixels)];
}
