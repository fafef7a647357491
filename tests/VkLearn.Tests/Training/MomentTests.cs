using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Training;
using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Training;

[Collection("gpu")]
public sealed class MomentTests(GpuFixture fixture)
{
    /// <summary>Dropout, batch norm and augmentation have states and random numbers of their own.</summary>
    [Fact]
    public void GoingBackIsToTheSameBits()
    {
        using Trainer trainer = New(out Layer model);
        trainer.Run(7);
        using Moment moment = trainer.Hold();
        string then = WeightsHash.Of(model);
        trainer.Run(9);
        string after = WeightsHash.Of(model);
        for (int i = 0; i < 3; i++)
        {
            trainer.Restore(moment);
            Assert.Equal((7, then), (trainer.Steps, WeightsHash.Of(model)));
            trainer.Run(9);
            Assert.Equal((16, after), (trainer.Steps, WeightsHash.Of(model)));
        }
    }

    [Fact]
    public void ARehearsalLeavesNothingButWhatIsWatched()
    {
        using Trainer trainer = New(out Layer model);
        trainer.Run(3);
        using Moment moment = trainer.Hold();
        string then = WeightsHash.Of(model);
        float[] seen = trainer.Step.Watches["batch"].ToArray();
        trainer.Rehearse(moment);

        Assert.Equal((3, then), (trainer.Steps, WeightsHash.Of(model)));
        Assert.NotEqual(seen, trainer.Step.Watches["batch"].ToArray());
        Assert.Equal(3, trainer.Read().Steps);
        Assert.Equal(3, moment.Step);
    }

    [Fact]
    public void NothingIsReadBack()
    {
        using Trainer trainer = New(out _);
        trainer.Run(2);
        long read = fixture.Gpu.Staging.BytesDownloaded;
        using Moment moment = trainer.Hold();
        trainer.Restore(moment);
        trainer.Rehearse(moment);

        Assert.Equal(read, fixture.Gpu.Staging.BytesDownloaded);
        Assert.True(moment.Bytes > 0);
    }

    Trainer New(out Layer model)
    {
        fixture.Gpu.Seed(1);
        model = new Sequential(new Flatten(), new Dense(784, 16), new BatchNorm(16), new Relu(), new Dropout(0.3f), new Dense(16, 10));
        Dataset digits = new DrawnDigitsSource(train: 100, test: 1, seed: 1).Load(fixture.Gpu).Train;
        digits.Augmentation = new Augmentation(Crop: 2);
        return new Trainer(fixture.Gpu, new Classifier(model, new Adam(new CosineSchedule(1e-2f))), digits, batchSize: 20, runSteps: 40,
            watch: ["batch"]);
    }
}
