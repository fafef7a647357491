using System.Runtime.CompilerServices;
using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Tests.Compile;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Training;

/// <summary>What is made can be given back, is given back when nothing can reach it, and is refused once it was.</summary>
[Collection("gpu")]
public sealed class LifetimeTests(PlainGpu plain)
{
    const int MostGrowth = 1 << 18; // managed bytes, however often

    readonly GpuDevice gpu = plain.Gpu; // a guarded one keeps freed memory for a while, to find who reads it

    [Fact]
    public void TrainingsThatAreDisposedLeaveNothing() => AssertLeavesNothing(20 * Stress.Times, () =>
    {
        using Dataset train = Images(24), test = Images(8);
        using Classifier learner = Learner();
        using Trainer trainer = new(gpu, learner, train, 8, 100);
        using Evaluator evaluator = new(gpu, learner, test, 4);
        trainer.Run(3);
        trainer.Read();
        evaluator.Run();
    });

    [Fact]
    public void QuestionsThatAreDisposedLeaveNothing()
    {
        using Classifier learner = Learner();
        learner.Begin(gpu);
        AssertLeavesNothing(20 * Stress.Times, () =>
        {
            using Dataset asked = Images(2);
            using Predictor predictor = new(gpu, learner, asked);
            for (int i = 0; i < 100; i++)
            {
                Assert.Equal(2, predictor.Run().Count());
            }
        });
    }

    [Fact]
    public void RecordingsThatAreDisposedLeaveNothing()
    {
        using State state = new("state", [5]);
        AssertLeavesNothing(100 * Stress.Times, () =>
        {
            using Recording drawn = gpu.Record(() => { state.Assign(state.Value + Tensor.Uniform([5])); return state.Value.Sum(); },
                training: false);
            drawn.Replay();
        });
    }

    /// <summary>More data sets than there are counters; nobody disposes them.</summary>
    [Fact]
    public void WhatNothingReachesIsTakenBack()
    {
        int before = Counters.InUse;
        for (int i = 0; i < VkLearn.Compile.Counters.Capacity; i++)
        {
            gpu.NewCounter("let go");
        }

        Counters.NewRandom("two that lie together").Clock.Dispose();
        AssertGrowsByNothing(before, () => Train());
    }

    [Fact]
    public void ARecordingRefusesWhatWasDisposed()
    {
        Dense layer = new(2, 2), other = new(2, 2);
        Sgd sgd = new(0.1f);
        Dataset data = Images(8);
        using Recording step = gpu.Record(() => sgd.Minimize(layer.Forward(Tensor.Ones([1, 2])).Sum(), layer)),
            batch = gpu.Record(() => data.NextBatch(2)["image"].Sum()), plain = gpu.Record(() => other.Forward(Tensor.Ones([1, 2])));
        Recording made = gpu.Record(() => Tensor.Uniform([3]));
        using Recording reads = gpu.Record(() => made.Result * 2f);

        layer.Dispose();
        Assert.Contains("weight", Refused(step));
        data.Dispose();
        Assert.Contains("data.", Refused(batch));
        made.Dispose();
        Assert.Contains("[3]", Refused(reads));
        plain.Replay();
        Assert.Contains("Recording", Assert.Throws<ObjectDisposedException>(() => made.Replay()).Message);
        Assert.Contains("weight", Assert.Throws<ObjectDisposedException>(() => layer.Weight.ToArray()).Message);
        Assert.Contains("weight", Assert.Throws<ObjectDisposedException>(() => gpu.Record(() => layer.Weight.Value.Sum())).Message);
        Assert.Throws<ObjectDisposedException>(() => gpu.Record(() => data.NextBatch(2)["image"]));
        sgd.Dispose();
        other.Dispose();
        Assert.Contains("weight", Refused(plain));

        static string Refused(Recording recording) => Assert.Throws<ObjectDisposedException>(() => recording.Replay()).Message;
    }

    /// <summary>Two layers of a tree lie in one buffer, which stays as long as one of them lives.</summary>
    [Fact]
    public void APartOfATreeMayGoFirst()
    {
        Dense first = new(2, 2), second = new(2, 2);
        using Sequential model = new(first, second);
        using Recording both = gpu.Record(() => model.Forward(Tensor.Ones([1, 2]))),
            half = gpu.Record(() => second.Forward(Tensor.Ones([1, 2])));
        first.Dispose();
        half.Replay();
        Assert.Equal(second.Weight.ToArray().Chunk(2).Select(row => row[0]).Sum(), half.Result.ToArray()[0], 1e-5f);
        Assert.Throws<ObjectDisposedException>(() => both.Replay());
    }

    [Fact]
    public void ACallersArrayIsTheCallers()
    {
        float[] values = [1, 2], images = [1, 2, 3, 4];
        int[] labels = [0, 1];
        Tensor tensor = Tensor.From(values, [2]);
        using Dataset data = Dataset.From(images, labels, [2]);
        (values[0], images[0], labels[0]) = (99, 99, 1);
        using Recording batch = gpu.Record(() =>
        {
            Batch next = data.NextBatch(2);
            return [next["image"], next["label"]];
        }, training: false);
        batch.Replay();

        Assert.Equal([1f, 2], tensor.ToArray(gpu));
        Assert.Equal([1f, 2, 3, 4], batch.Results[0].ToArray());
        Assert.Equal([0f, 1], batch.Results[1].ToArray());
    }

    /// <summary>Deterministically: no garbage is collected between.</summary>
    void AssertLeavesNothing(int times, Action make)
    {
        make();
        make(); // what is made once for all, such as kernels, is there
        Collected(); // what others let go of
        var before = Standing();
        (long managed, int files) = (GC.GetTotalMemory(forceFullCollection: true), OpenFiles());
        for (int i = 0; i < times; i++)
        {
            make();
        }

        Assert.Equal(before, Standing());
        if (Stress.Times > 1) // by itself: in the suite other tests go on beside this one, and hold memory and files
        {
            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, managed + MostGrowth);
            Assert.InRange(OpenFiles(), 0, files);
        }
    }

    void AssertGrowsByNothing(int counters, Action make)
    {
        long before = Collected();
        for (int i = 0; i < 10 * Stress.Times; i++)
        {
            make();
        }

        Assert.InRange(Collected(), 0, before);
        Assert.InRange(Counters.InUse, 0, counters);
    }

    /// <summary>Nothing of it is disposed but its recordings.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    void Train()
    {
        using Trainer trainer = new(gpu, Learner(), Images(24), 8, 100);
        trainer.Run(2);
        (Tensor.Uniform([100]) * 2f).ToArray(gpu);
    }

    long Collected()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Standing().Bytes;
    }

    /// <summary>Without assemblies, which are loaded when they are first needed.</summary>
    static int OpenFiles() => !OperatingSystem.IsLinux() ? 0
        : Directory.GetFiles("/proc/self/fd").Count(
            file => new FileInfo(file).LinkTarget?.EndsWith(".dll", StringComparison.Ordinal) is false);

    Counters Counters => Session.Of(gpu).Counters;

    (long Bytes, int Buffers, int Counters) Standing()
    {
        gpu.WaitIdle();
        MemoryStatistics memory = gpu.Memory.Statistics;
        return (memory.BytesInUse, memory.Allocations, Counters.InUse);
    }

    static Classifier Learner() => new(new Sequential(new Dense(12, 6), new BatchNorm(6), new Dropout(0.5f), new Dense(6, 3)),
        new Adam(new CosineSchedule(0.01f)), average: new WeightAverage(0.9f));

    static Dataset Images(int count) =>
        Dataset.From([.. Enumerable.Range(0, count * 12).Select(i => (byte)(i * 7))], [.. Enumerable.Range(0, count).Select(i => i % 3)],
            [3, 2, 2]);
}
