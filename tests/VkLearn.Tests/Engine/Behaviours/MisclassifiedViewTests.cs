using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Engine.Behaviours;

[Collection("gpu")]
public sealed class MisclassifiedViewTests(GpuFixture fixture)
{
    [Fact]
    public void ShowsTheMistakesOfTheLatestBatchFirst()
    {
        const int pixels = SmallScene.Side * SmallScene.Side;
        using SmallScene small = new(fixture.Gpu);
        MisclassifiedView mistakes = new() { Count = 8 };
        small.Scene.Add("mistakes", mistakes);
        using ImageBatch view = (ImageBatch)mistakes.MakeView();
        small.Step(3);

        (float[] label, float[] taken, float[] batch) = (small.Read("label"), small.Read("prediction"), small.Read("batch"));
        int[] wrong = [.. Enumerable.Range(0, SmallScene.Batch).Where(i => label[i] != taken[i])];
        Assert.NotEmpty(wrong);
        float[] shown = small.Read(view.Predictions!.Value), are = small.Read(view.Labels!.Value), images = small.Read(view.Source);
        Assert.Equal(wrong.Select(i => (label[i], taken[i])), are.Zip(shown).Take(wrong.Length));
        Assert.Equal(wrong.SelectMany(i => batch[(i * pixels)..((i + 1) * pixels)]), images.Take(wrong.Length * pixels));
        Assert.Equal(["a", "b", "c"], view.ClassNames);

        small.Scene.Playback.StartOver();
        Assert.All(small.Read(view.Predictions!.Value).Concat(small.Read(view.Labels!.Value)), index => Assert.Equal(-1, index));
    }
}
