using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Engine.Behaviours;

[Collection("gpu")]
public sealed class BatchObserverTests(GpuFixture fixture)
{
    [Fact]
    public void WhatLooksDoesNotChangeWhatIsLearned()
    {
        string unseen = Train();
        string seen = Train(
            new MisclassifiedView(), new StrongestPatchesView("layers.1:output"), new MovingFilterView { Weight = "layers.0.weight" },
            new ImageMapView("image/saliency", "image/image"), new ImageMapView("image/gradCam", "image/image"),
            new TensorGridView("image/layers.1:output"));

        Assert.Equal(unseen, seen);
    }

    [Fact]
    public void LooksAFewTimesASecondAndNeverTwiceAtTheSame()
    {
        using SmallScene small = new(fixture.Gpu);
        BatchObserver observer = new(small.Scene);
        small.Step();
        Assert.True(observer.IsDue());
        Assert.False(observer.IsDue());
        small.Frame(); // paused: no step
        Assert.False(observer.IsDue());
        Assert.True(observer.IsDue(isUrgent: true));

        small.Scene.Playback.StepOnce();
        small.Frame(0.1);
        Assert.False(observer.IsDue());
        small.Frame(0.2);
        Assert.True(observer.IsDue());
    }

    string Train(params Behaviour[] views)
    {
        using SmallScene small = new(fixture.Gpu);
        small.Scene.Add("image", new BatchImageView { Layer = "layers.1:output" });
        small.Scene.Add("views", views);
        small.Step(8);
        return WeightsHash.Of(small.Model);
    }
}
