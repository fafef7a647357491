using System.Diagnostics;
using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>What a replay costs the CPU: nothing but the submit.</summary>
[Collection("gpu")]
public sealed class ReplayTests(PlainGpu plain)
{
    readonly GpuDevice gpu = plain.Gpu;

    /// <summary>mlp-784-128-10-b64 with its metrics, as `vklearn bench` has it.</summary>
    Trainer Mlp()
    {
        // As large as MNIST: the size of a data set has no say in how many steps a submit holds.
        const int count = 60_000;
        byte[] images = new byte[count * 784];
        new System.Random(1).NextBytes(images);
        Dataset data = Dataset.From(images, [.. Enumerable.Range(0, count).Select(i => i % 10)], [1, 28, 28]);
        Sequential model = new(new Dense(784, 128), new Relu(), new Dense(128, 10));
        return new Trainer(gpu, new Classifier(model, new Adam(1e-3f)), data, batchSize: 64);
    }

    [Fact]
    public void AThousandStepsOfASmallNetworkAreFewDispatchesAndSubmits()
    {
        using Trainer trainer = Mlp();
        Assert.True(trainer.Step.Dispatches <= 9, trainer.Step.Plan);
        trainer.Run(10); // the driver compiles at the first dispatch
        trainer.Step.Wait();
        long before = trainer.Step.Submits;
        Stopwatch watch = Stopwatch.StartNew();
        trainer.Run(1000);
        trainer.Step.Wait();

        // A submit lasts half a second at most, by a guess that may be twice too long at first: a slow machine makes more of them.
        double most = Math.Max(10, watch.Elapsed.TotalSeconds / 0.25);
        Assert.InRange(trainer.Step.Submits - before, 1, most);
    }

    [Fact]
    public void TimedCommandByCommandItComputesTheSame()
    {
        using Model whole = Models.Record(gpu, "mlp-dropout-adam");
        whole.Step.Replay(4);
        float[] expected = whole.Values;
        using Model timed = Models.Record(gpu, "mlp-dropout-adam");

        IReadOnlyList<CommandTime> times = timed.Step.TimeCommands(replays: 4);

        Assert.Equal(expected, timed.Values);
        Assert.Equal(4, timed.Step.Replays);
        Assert.Equal(timed.Step.Plan.Split('\n').Count(line => line.Contains("->")), times.Count);
        Assert.Equal(timed.Step.Gflop, times.Sum(time => time.Gflop), 1e-9);
        Assert.All(times, time => Assert.True(time.Milliseconds >= 0 && time.Bytes > 0, $"{time}"));
        Assert.True(times.Sum(time => time.Milliseconds) > 0);
    }

    [Theory, InlineData(1), InlineData(3), InlineData(7), InlineData(1000)]
    public void AReplayInPartsHasTheBitsOfAWholeOne(int parts)
    {
        using Model whole = Models.Record(gpu, "mlp-dropout-adam");
        whole.Step.Replay(6);
        float[] expected = whole.Values;
        using Model cut = Models.Record(gpu, "mlp-dropout-adam");
        int submits = 0;
        for (int steps = 0; steps < 3; submits++)
        {
            steps += cut.Step.ReplayPart(parts) ? 1 : 0;
        }

        bool isWhole = cut.Step.ReplayPart(parts);
        cut.Step.Replay(isWhole ? 2 : 3); // ends the one begun

        Assert.InRange(submits, 3 * Math.Min(parts, 3), 3 * Math.Min(parts, cut.Step.Commands.Count));
        Assert.Equal(6, cut.Step.Replays);
        Assert.Equal(expected, cut.Values);
    }

    /// <summary>What may take long on a device whose pace is not known is not one submit: Windows would reset the device.</summary>
    [Fact]
    public void ALongReplayIsSeveralSubmitsFromTheFirst()
    {
        Tensor[] Chain()
        {
            Tensor x = Tensor.Uniform([512, 512]), y = x;
            for (int i = 0; i < 4; i++)
            {
                y = y.MatMul(x) * (1 / 256f);
            }

            return [y];
        }

        gpu.Seed(1);
        using Recording whole = gpu.Record(Chain);
        whole.ReplayPart(1);
        gpu.Seed(1);
        using Recording replayed = gpu.Record(Chain);
        replayed.Replay();
        Assert.Equal((1, 1), (replayed.Replays, whole.Submits));
        Assert.InRange(replayed.Submits, 2, replayed.Commands.Count);
        Assert.Equal(whole.Result.ToArray(), replayed.Result.ToArray());
    }

    /// <summary>A wait for another recording's submit says nothing of this one's pace.</summary>
    [Fact]
    public void BehindOthersSubmitsItIsNotTakenForLong()
    {
        using Recording other = gpu.Record(() => Tensor.Uniform([1 << 20]).Tanh().Sin());
        other.Replay();
        using Model model = Models.Record(gpu, "mlp-dropout-adam");
        for (int i = 0; i < 3; i++)
        {
            other.Replay();
        }

        model.Step.Replay();
        model.Step.Replay();
        Assert.Equal(2, model.Step.Submits);
        model.Step.Replay(20);
        Assert.InRange(model.Step.Submits, 3, 10);
    }

    [Fact]
    public void AReplayAllocatesNothingAndMakesNoVulkanObject()
    {
        using Model model = Models.Record(gpu, "mlp-dropout-adam");
        model.Step.Replay(100);
        for (int i = 0; i < 10; i++)
        {
            model.Step.Replay(); // whose pace is measured by now: before, fewer go into a submit
        }

        model.Step.Replay(100); // a submit of so many makes its list of them once
        gpu.WaitIdle();
        (long bytes, long objects) = (GC.GetAllocatedBytesForCurrentThread(), gpu.VulkanObjectsMade);
        for (int i = 0; i < 50; i++)
        {
            model.Step.Replay();
        }

        model.Step.Replay(100);
        Assert.Equal(bytes, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(objects, gpu.VulkanObjectsMade);
    }

    [Fact]
    public void WaitsOnlyWhenThreeSubmitsArePending()
    {
        State state = new("state", [1 << 20]);
        using Recording slow = gpu.Record(() =>
        {
            Tensor x = state;
            for (int i = 0; i < 24; i++)
            {
                x = x.Tanh().Sin() + 0.1f;
            }

            state.Assign(x);
        });
        slow.Replay();
        gpu.WaitIdle();
        (long waits, long submits) = (gpu.Timeline.Waits, gpu.Timeline.Submits);
        for (int i = 0; i < 3; i++)
        {
            slow.Replay();
        }

        Assert.Equal((waits, submits + 3), (gpu.Timeline.Waits, gpu.Timeline.Submits));
        slow.Replay();
        Assert.Equal((waits + 1, submits + 4), (gpu.Timeline.Waits, gpu.Timeline.Submits));
        Assert.True(gpu.Timeline.Completed < gpu.Timeline.LastSubmitted);
    }
}
