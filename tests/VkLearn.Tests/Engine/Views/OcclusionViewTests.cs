using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class OcclusionViewTests(GpuFixture fixture)
{
    const int Side = 4, Pixels = Side * Side, Batch = 6, Count = 3, Left = 2;

    /// <summary>Originals, what is known of them, and a third row in which what is known stays; then another half is hidden.</summary>
    [Fact]
    public void WhatIsKnownStaysAndTheRestIsFilledIn()
    {
        using Scene scene = New(out _);
        OcclusionView occlusion = new() { Count = Count, Seconds = 0.5, Rate = 1000 };
        scene.Add("hidden", occlusion);
        Step(scene);
        (float[] batch, float[] first) = (Read(scene, "trainer/batch"), Read(scene, "hidden/images"));
        AssertIs(batch, first, (row, column) => column < Left);
        scene.Frame(0.1);
        float[] second = Read(scene, "hidden/images");
        AssertIs(batch, second, (row, column) => column < Left);
        Assert.NotEqual(first, second); // the chain goes on
        for (int i = 0; i < 6; i++)
        {
            scene.Frame(0.1);
        }

        AssertIs(batch, Read(scene, "hidden/images"), (row, column) => row < Left);
    }

    /// <summary>A machine that has learned that images are white or black all over fills them in so.</summary>
    [Fact]
    public void AMachineFillsInWhatItHasLearned()
    {
        using Scene scene = New(out Rbm rbm);
        scene.Add("hidden", new OcclusionView { Count = Batch, Seconds = 1000, Rate = 1000 });
        Step(scene);
        Assert.InRange(FilledIn(), 0.3, 0.7); // it knows nothing
        rbm.Weight.Load([.. Enumerable.Repeat(8f, Pixels)]);
        rbm.Visible.Load([.. Enumerable.Repeat(-4f, Pixels)]);
        rbm.Hidden.Load([-4f * Pixels]);
        for (int i = 0; i < 4; i++) // the chain begins where it was
        {
            scene.Frame(0.1);
        }

        Assert.InRange(FilledIn(), 0.95, 1);

        // How likely the hidden half is as the known one.
        double FilledIn()
        {
            float[] images = Read(scene, "hidden/images");
            return (from item in Enumerable.Range(0, Batch) from row in Enumerable.Range(0, Side)
                from column in Enumerable.Range(Left, Side - Left)
                let original = At(images, Batch, 0, item, row, column) let made = At(images, Batch, 2, item, row, column)
                select original > 0.5 ? made : 1 - made).Average();
        }
    }

    [Fact]
    public void SaysWhatIsMissing()
    {
        using SmallScene small = new(fixture.Gpu);
        small.Scene.Add("hidden", new OcclusionView());
        Assert.Equal("An occlusion needs a model that fills in, such as an Rbm; Classifier has none.",
            Assert.Throws<ArgumentException>(() => small.Scene.FindTensor("hidden/images")).Message);
    }

    static void AssertIs(float[] batch, float[] images, Func<int, int, bool> isKnown)
    {
        for (int i = 0; i < Count * Pixels; i++)
        {
            (int item, int row, int column) = (i / Pixels, i % Pixels / Side, i % Side);
            float made = At(images, Count, 2, item, row, column);
            Assert.Equal(batch[i], At(images, Count, 0, item, row, column));
            Assert.Equal(isKnown(row, column) ? batch[i] : 0.3f, At(images, Count, 1, item, row, column));
            Assert.True(isKnown(row, column) ? made == batch[i] : made is > 0 and < 1, $"{item}, {row}, {column}: {made}");
        }
    }

    static float At(float[] images, int count, int line, int item, int row, int column) =>
        images[((line * Side + row) * count + item) * Side + column];

    /// <summary>A machine of one hidden unit, and images that are white or black all over.</summary>
    Scene New(out Rbm rbm)
    {
        fixture.Gpu.Seed(1);
        byte[] images = [.. Enumerable.Range(0, 12 * Pixels).Select(i => (byte)(i / Pixels % 2 * 255))];
        Dataset data = Dataset.From(images, new int[12], [1, Side, Side]);
        rbm = new(Pixels, 1);
        Scene scene = new(fixture.Gpu);
        scene.Error += failure => throw failure;
        scene.Add("trainer", new TrainerBehaviour(new RbmLearner(rbm, 0.01f, [new()]), data, Batch) { Length = RunLength.Steps(100) });
        return scene;
    }

    /// <summary>One step of training, and none from then on.</summary>
    static void Step(Scene scene)
    {
        scene.Playback.StepOnce();
        scene.Time.Budget = TimeSpan.FromSeconds(1);
        scene.Frame(0);
        scene.Playback.IsPaused = true;
    }

    float[] Read(Scene scene, string tensor) => Tensor.At(fixture.Gpu, scene.FindTensor(tensor)).ToArray(fixture.Gpu);
}
