using System.Collections.Concurrent;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Optimizers;
using VkLearn.Tests.Compile;
using Xunit;

namespace VkLearn.Tests.Tracing;

/// <summary>What several threads may do at once; src/README.md says the same.</summary>
[Collection("gpu")]
public sealed class ThreadTests(GpuFixture fixture, PlainGpu plain)
{
    const int Threads = 8;

    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void AnUpdateOnOneThreadIsReadOnAnother()
    {
        using Dense dense = new(1, 1, bias: false, weight: Initializer.Constant(5));
        using Recording made = gpu.Record(() => dense.Forward(Tensor.Ones([1, 1])));
        using Sgd sgd = new(1);
        for (int i = 0; i < 5; i++)
        {
            sgd.Apply(dense.Weight, Tensor.Ones([1, 1]));
            float read = 0;
            Thread thread = new(() => read = dense.Weight.ToArray()[0]);
            thread.Start();
            thread.Join();
            Assert.Equal(4 - i, read);
        }
    }

    [Fact]
    public async Task WhatIsAwaitedBetweenChangesNothing()
    {
        Tensor x = Tensor.From([1f, 2], [2]);
        for (int i = 0; i < 20; i++)
        {
            x = x * 2f - 1f;
            await Task.Run(static () => { }, TestContext.Current.CancellationToken);
        }

        Assert.Equal([1f, (1 << 20) + 1f], x.ToArray(gpu));
    }

    [Fact]
    public void LooseOpsOnEightThreads() => Together(Threads, (thread, round) =>
    {
        Tensor x = Tensor.Full([100], thread);
        for (int i = 0; i < 10; i++)
        {
            Tensor y = x * 2f + round + i;
            Assert.All(y.ToArray(gpu), value => Assert.Equal(2 * thread + round + i, value));
        }

        using State own = new("own", [3]);
        own.Assign(Tensor.Full([3], thread) + own.Value);
        Assert.Equal([thread, thread, thread], own.ToArray());
    }, rounds: 3);

    [Fact]
    public void LooseOpsOnTwoDevices() => Together(4, (thread, round) =>
    {
        GpuDevice mine = thread % 2 == 0 ? gpu : plain.Gpu;
        using Recording of = mine.Record(() => Tensor.Full([4], thread) + round);
        of.Replay();
        Tensor sum = (of.Result * 3f).Sum();
        Assert.Equal(12 * (thread + round), sum.Item());
    }, rounds: 5);

    [Fact]
    public void RecordingsAreMadeAndReplayedBesideEachOther() => Together(4, (thread, round) =>
    {
        using State count = new("count", [7]);
        using Recording step = gpu.Record(() => { count.Assign(count.Value + thread); return count.Value.Sum(); });
        for (int i = 0; i < 20; i++)
        {
            step.Replay(3);
        }

        Assert.Equal(7 * 60 * thread, step.Result.Item());
        Assert.Equal(60 * thread, count.ToArray()[0]);
    }, rounds: 3);

    /// <summary>The same training, on a thread by itself and beside others, to the same bits.</summary>
    [Fact]
    public void ATrainingBesideOthersIsTheSame()
    {
        ConcurrentBag<string> bits = [];
        Train();
        Together(3, (_, _) => Train(), rounds: 1);
        Assert.Single(bits.Distinct());

        void Train()
        {
            using Dense dense = new(3, 2, weight: Initializer.Constant(0.5f));
            using Adam adam = new(0.1f);
            using Recording step = gpu.Record(() =>
                adam.Minimize((dense.Forward(Tensor.From([1f, 2, 3], [1, 3])) - 1f).Square().Sum(), dense));
            step.Replay(50);
            bits.Add(string.Join(' ', dense.Weight.ToArray().Select(BitConverter.SingleToInt32Bits)));
        }
    }

    /// <summary>Each does something a number of rounds, all at once; the first failure is thrown.</summary>
    static void Together(int threads, Action<int, int> act, int rounds)
    {
        ConcurrentQueue<Exception> failures = [];
        Thread[] all = [.. Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            try
            {
                for (int round = 0; round < rounds * Stress.Times && failures.IsEmpty; round++)
                {
                    act(thread, round);
                }
            }
            catch (Exception failure)
            {
                failures.Enqueue(failure);
            }
        }))];
        Array.ForEach(all, thread => thread.Start());
        Array.ForEach(all, thread => thread.Join());
        Assert.Empty(failures);
    }
}
