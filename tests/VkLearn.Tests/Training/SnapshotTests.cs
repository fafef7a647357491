using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Training;

[Collection("gpu")]
public sealed class SnapshotTests(GpuFixture fixture)
{
    const int Batch = 10;

    readonly string path = Path.Combine(TempFolder.New(), "last.safetensors");

    static Dataset Data(uint seed = 1)
    {
        (byte[] images, byte[] labels) = DrawnDigits.Make(45, seed);
        return Dataset.From(images, Array.ConvertAll(labels, label => (int)label), [1, 28, 28], "train");
    }

    /// <summary>What draws random numbers, has moments and a schedule, and does not end with an epoch.</summary>
    Trainer Make(out Sequential model, Optimizer? optimizer = null, Dataset? data = null, int steps = 40, int hidden = 8, uint seed = 5)
    {
        fixture.Gpu.Seed(seed);
        Session.Of(fixture.Gpu).Counters.Clock.Write(0); // as in a process of its own
        model = Model(hidden);
        return new(fixture.Gpu, new Classifier(model, optimizer ?? new Adam(new CosineSchedule(1e-2f))), data ?? Data(), Batch, steps);
    }

    static Sequential Model(int hidden) => new(new Dense(784, hidden), new Relu(), new Dropout(0.2f), new Dense(hidden, 10));

    [Fact]
    public void OneBesideAnotherIsTakenOutAsItWas()
    {
        using Trainer trainer = Make(out _);
        Snapshot first = trainer.Capture();
        trainer.Run(3);
        Snapshot second = trainer.Capture();
        first.Beside("b", second).Save(path);
        Snapshot both = Snapshot.Load(path);

        Assert.Equal((3, 0L, 3L), (both.AllSteps, both.Step, both.Part("b")!.Step));
        Assert.Equal(second.Metadata.OrderBy(entry => entry.Key), both.Part("b")!.Metadata.OrderBy(entry => entry.Key));
        Assert.Equal(Bytes(second), Bytes(both.Part("b")!));
        Assert.Equal(Bytes(first), Bytes(both.Without("b")));
        Assert.Equal(first.Metadata.Count, both.Without("b").Metadata.Count);
        Assert.Null(both.Part("c"));
        Assert.Throws<ArgumentException>(() => first.Beside("b/c", second));

        static IEnumerable<string> Bytes(Snapshot snapshot) => snapshot.Tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)
            .Select(tensor => $"{tensor.Name} {Convert.ToHexString(tensor.Bytes.Span)}");
    }

    string Unbroken(int steps)
    {
        using Trainer trainer = Make(out Sequential model);
        trainer.Run(steps);
        return WeightsHash.Of(model);
    }

    [Theory, InlineData(0), InlineData(1), InlineData(13), InlineData(37), InlineData(40)]
    public void ATrainingGoesOnToTheSameBits(int steps)
    {
        string unbroken = Unbroken(40);
        using (Trainer first = Make(out _))
        {
            first.Run(steps);
            first.Capture().Save(path);
        }

        using Trainer second = Make(out Sequential model, seed: 99);
        second.Run(3);
        second.Restore(Snapshot.Load(path));
        Assert.Equal(steps, second.Steps);
        second.Run(40 - steps);

        Assert.Equal(unbroken, WeightsHash.Of(model));
        Assert.Equal((40, 10, 40), second.Read() is var metrics ? (metrics.Step, metrics.Epoch, metrics.Steps) : default);
    }

    [Fact]
    public void SoDoesOneWithNormsAndAnAverage()
    {
        string Run(int first, int then)
        {
            using Trainer trainer = Make(out Sequential model, out WeightAverage average);
            trainer.Run(first);
            using Trainer other = Make(out Sequential next, out WeightAverage mean);
            other.Run(3);
            other.Restore(trainer.Capture());
            other.Run(then);
            return WeightsHash.Of(next) + string.Join(' ', next.Parameters.SelectMany(parameter => mean[parameter].ToArray()));
        }

        Assert.Equal(Run(0, 15), Run(8, 7));

        Trainer Make(out Sequential model, out WeightAverage average)
        {
            fixture.Gpu.Seed(5);
            model = new(new Dense(784, 6), new BatchNorm(6), new Relu(), new Dense(6, 10));
            average = new WeightAverage(0.8f);
            return new(fixture.Gpu, new Classifier(model, new Adam(1e-2f) { ClipNorm = 1 }, labelSmoothing: 0.1f, average), Data(), Batch);
        }
    }

    [Fact]
    public void OtherSmoothingClippingOrAverageIsRefused()
    {
        using Trainer first = Make();
        first.Run(2);
        Snapshot snapshot = first.Capture();
        using Trainer smoothed = Make(smoothing: 0.1f), clipped = Make(clip: 1), averaged = Make(average: new WeightAverage(0.5f));
        Assert.Contains("loss was SoftmaxCrossEntropy, is SoftmaxCrossEntropy, labelSmoothing 0.1", Refusal(smoothed));
        Assert.Contains("clipNorm 1;", Refusal(clipped));
        Assert.Contains("it says no \"average\"; it is no checkpoint of a training.", Refusal(averaged));

        string Refusal(Trainer trainer) => Assert.Throws<DataException>(() => trainer.Restore(snapshot)).Message;

        Trainer Make(float smoothing = 0, float? clip = null, WeightAverage? average = null) => new(
            fixture.Gpu, new Classifier(Model(8), new Sgd(0.1f) { ClipNorm = clip }, smoothing, average), Data(), Batch);
    }

    [Fact]
    public void ATrainingGoesOnOnAnotherDevice()
    {
        string unbroken = Unbroken(20);
        Snapshot snapshot;
        using (Trainer first = Make(out _))
        {
            first.Run(11);
            snapshot = first.Capture();
        }

        using GpuDevice fresh = GpuDevice.Open(); // as after the loss of one
        Sequential model = Model(8);
        using Trainer second = new(fresh, new Classifier(model, new Adam(new CosineSchedule(1e-2f))), Data(), Batch, 40);
        second.Restore(snapshot);
        second.Run(9);

        Assert.Equal(snapshot.Tensors.Select(t => t.Name).Order(), second.Capture().Tensors.Select(t => t.Name).Order());
        Assert.Equal(unbroken, WeightsHash.Of(model));
    }

    [Fact]
    public void CapturingChangesNoBits()
    {
        string unbroken = Unbroken(12);
        using Trainer trainer = Make(out Sequential model);
        for (int step = 0; step < 12; step++)
        {
            trainer.Run(1);
            trainer.Capture();
        }

        Assert.Equal(unbroken, WeightsHash.Of(model));
    }

    [Fact]
    public void AStepThatWasBegunIsEndedFirst()
    {
        string unbroken = Unbroken(6);
        using Trainer trainer = Make(out Sequential model);
        trainer.Run(3);
        trainer.Step.ReplayPart(4);
        Snapshot snapshot = trainer.Capture();
        Assert.Equal(4, snapshot.Step);
        trainer.Run(2);
        trainer.Step.ReplayPart(4);
        trainer.Restore(snapshot);
        trainer.Run(2);

        Assert.Equal(unbroken, WeightsHash.Of(model));
    }

    [Fact]
    public void ARateThatWasSetIsGoneOnWith()
    {
        using Trainer first = Make(out Sequential model, new Sgd(0.1f, momentum: 0.9f) { LearningRateFactor = 0.5f });
        first.Run(5);
        Snapshot snapshot = first.Capture();
        first.Run(5);
        string unbroken = WeightsHash.Of(model);

        Sgd sgd = new(0.1f, momentum: 0.9f);
        using Trainer second = Make(out model, sgd);
        second.Restore(snapshot);
        second.Run(5);

        Assert.Equal(unbroken, WeightsHash.Of(model));
        Assert.Equal(0.5f, sgd.LearningRateFactor);
    }

    [Fact]
    public void WhatIsOfAnotherTrainingIsRefusedAndNamed()
    {
        using (Trainer first = Make(out _))
        {
            first.Run(2);
            first.Capture().Save(path);
        }

        Refused(Make(out _, hidden: 9), "tensor layers.0.weight F32 [784, 8] must be F32 [784, 9] to go on. Was the model changed?");
        Refused(Make(out _, new Adam(new CosineSchedule(1e-2f), beta1: 0.8f)), "optimizer was AdamRule { ");
        Refused(Make(out _, steps: 50),
            "optimizer.schedule was CosineSchedule { Rate = 0.01, Steps = 40, Floor = 0 }, "
                + "is CosineSchedule { Rate = 0.01, Steps = 50, Floor = 0 };");
        Refused(Make(out _, data: Data(seed: 2)), "data was 45 items [1, 28, 28] \"train\", SHA-256 ");
    }

    [Fact]
    public void WhatIsMissingOrSurplusIsNamed()
    {
        using (Trainer first = Make(out _))
        {
            first.Capture().Save(path);
        }

        Edit(tensors => tensors.Where(tensor => tensor.Name != "optimizer:layers.3.bias:moment1"));
        Refused(Make(out _), "tensor optimizer:layers.3.bias:moment1 F32 [10] is missing, without which training cannot go on.");
        Edit(tensors => [.. tensors, new("optimizer:layers.3.bias:moment1", SafetensorsType.F32, [10], new byte[40])]);
        using (Trainer trainer = Make(out _))
        {
            trainer.Restore(Snapshot.Load(path));
        }

        Edit(tensors => [.. tensors, new("layers.7.mean", SafetensorsType.F32, [1], new byte[4])]);
        Refused(Make(out _), "tensor layers.7.mean F32 [1] has no place in what is to go on. Was the model changed?");
    }

    [Fact]
    public void AFileThatIsNoCheckpointIsRefused()
    {
        using (Trainer first = Make(out Sequential model))
        {
            model.Save(path);
        }

        Refused(Make(out _), "it says no \"data\"; it is no checkpoint of a training.");
    }

    [Fact]
    public void NothingIsCapturedAfterANan()
    {
        using Trainer trainer = Make(out Sequential model);
        trainer.Run(2);
        model.Parameters[0].Load(Enumerable.Repeat(float.NaN, 784 * 8).ToArray());
        trainer.Run(2);

        Assert.StartsWith("The loss of step 3 is not a finite number.", Assert.Throws<NanException>(() => trainer.Capture()).Message);
    }

    [Fact]
    public void OtherKernelChoicesAreRefused()
    {
        Snapshot other;
        using (Trainer first = Make(out _))
        {
            Snapshot snapshot = first.Capture();
            string kernels = snapshot.Text("kernels").Replace("layers.3:output: ", "layers.3:output: Other");
            other = snapshot.With(new Dictionary<string, string> { ["kernels"] = kernels });
        }

        using Trainer trainer = Make(out _);
        string message = Assert.Throws<DataException>(() => trainer.Restore(other)).Message;
        Assert.StartsWith("the snapshot in memory: a matrix product was computed as \"layers.3:output: Other", message);
        Assert.EndsWith("the bits would differ. Go on with the device, driver, choice file and switches of before.", message);
    }

    void Edit(Func<IEnumerable<StoredTensor>, IEnumerable<StoredTensor>> change)
    {
        Snapshot snapshot = Snapshot.Load(path);
        SafetensorsWriter.Write(path, change(snapshot.Tensors), snapshot.Metadata);
    }

    /// <summary>Refused, with what the trainer held still there.</summary>
    void Refused(Trainer trainer, string message)
    {
        using (trainer)
        {
            trainer.Run(1);
            DataException e = Assert.Throws<DataException>(() => trainer.Restore(Snapshot.Load(path)));
            Assert.StartsWith($"{path}: {message}", e.Message);
            Assert.Equal(1, trainer.Steps);
            trainer.Run(1);
            Assert.Equal(2, trainer.Read().Step);
        }
    }
}
