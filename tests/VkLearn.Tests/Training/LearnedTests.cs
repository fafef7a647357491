using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Training;

[Collection("gpu")]
public sealed class LearnedTests(GpuFixture fixture)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void AnotherOfTheSamePartsGoesOnWithItOnOtherData()
    {
        (Learner before, Trainer first) = New(width: 4, points: 40);
        using (first)
        {
            first.Run(5);
            Learned learned = Learned.Of(before)!;
            (Learner same, Trainer second) = New(width: 4, points: 60);
            using (second)
            {
                Assert.NotEqual(WeightsHash.Of(before), WeightsHash.Of(same));
                Assert.True(learned.TryGiveTo(same));
                Assert.Equal(WeightsHash.Of(before), WeightsHash.Of(same));
            }

            (Learner wider, Trainer third) = New(width: 5, points: 40);
            using (third)
            {
                string hash = WeightsHash.Of(wider);
                Assert.False(learned.TryGiveTo(wider));
                Assert.Equal(hash, WeightsHash.Of(wider));
            }
        }
    }

    [Fact]
    public void WhatIsOfItsVeryDataIsNotKept() =>
        Assert.Null(Learned.Of(new NearestNeighboursLearner(new NearestNeighbours(classes: 2, most: 3))));

    (Learner, Trainer) New(int width, int points)
    {
        Dataset data = new DrawnPointsSource(PointFigure.Blobs, points, 10, 0.1f, 1).Load(gpu).Train;
        Classifier learner = new(new PlaneMlp([PlaneFeature.X], 1, width, 2, () => new Tanh()), new Adam(0.01f));
        return (learner, new Trainer(gpu, learner, data, batchSize: 10));
    }
}
