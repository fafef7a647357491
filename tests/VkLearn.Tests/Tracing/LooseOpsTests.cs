using System.Runtime.CompilerServices;
using VkLearn.Gpu;
using VkLearn.Optimizers;
using VkLearn.Tests.Compile;
using Xunit;

namespace VkLearn.Tests.Tracing;

/// <summary>Ops outside a recording: they queue in order, and run when something is read.</summary>
[Collection("gpu")]
public sealed class LooseOpsTests(GpuFixture fixture, PlainGpu plain)
{
    readonly GpuDevice gpu = fixture.Gpu;

    [Fact]
    public void QueueAndRead()
    {
        Tensor x = Tensor.From([1f, 2, 3], [3]), doubled = x * 2f, sum = doubled.Sum();
        Assert.Equal(12, sum.Item(gpu));
        Assert.Equal([2f, 4, 6], doubled.ToArray(gpu));
        Assert.Equal([3f, 5, 7], (doubled + 1f).ToArray(gpu));
        Assert.Equal([1f, 2, 3], x.ToArray(gpu));
    }

    [Fact]
    public void StandBetweenReplaysInProgramOrder()
    {
        State state = new("state", [2]);
        using Recording step = gpu.Record(() => state.Assign(state.Value + 1f));
        step.Replay();
        Tensor between = state.Value * 10f;
        step.Replay(2);
        Tensor later = state.Value * 10f;
        state.Load([7, 7]);
        Tensor last = state.Value * 10f;
        Assert.Equal([30f, 30], later.ToArray());
        Assert.Equal([10f, 10], between.ToArray());
        Assert.Equal([70f, 70], last.ToArray());
    }

    /// <summary>What is found to be a place's value as it was is not the place.</summary>
    [Fact]
    public void WhatEqualsAPlaceStaysWhenThatChanges()
    {
        State state = new("state", [2], 1);
        using Recording step = gpu.Record(() => state.Assign(state.Value + 1f));
        Tensor same = state.Value + Tensor.Zeros([2]), seen = state.Value.Reshape([2, 1]);
        step.Replay();
        state.Assign(same);
        step.Replay();
        Assert.Equal([1f, 1], same.ToArray());
        Assert.Equal([1f, 1], seen.ToArray());
        Assert.Equal([2f, 2], state.ToArray());
    }

    [Fact]
    public void AssignmentsStandInProgramOrder()
    {
        State state = new("state", [1], 1);
        using Recording step = gpu.Record(() => state.Assign(state.Value * 2f));
        step.Replay();
        state.Assign(state.Value + 1f);
        step.Replay();
        state.Assign(state.Value + 1f);
        Assert.Equal([7f], state.ToArray());
    }

    [Fact]
    public void TrainWithoutARecording()
    {
        Bag bag = new();
        Parameter w = bag.New("w", [2], 1, 2);
        using Recording once = gpu.Record(() => w.Value * 1f); // gives w its device
        Sgd sgd = new(0.25f);
        for (int i = 0; i < 3; i++)
        {
            sgd.Minimize(w.Value.Square().Sum(), of: bag);
        }

        Assert.Equal([0.125f, 0.25f], w.ToArray());
        Assert.Equal(3u, sgd.Steps!.Read());
    }

    [Fact]
    public void AGradientOfWhatWasReadIsRefused()
    {
        Bag bag = new();
        Parameter w = bag.New("w", [2], 1, 2);
        using Recording once = gpu.Record(() => w.Value * 1f);
        Tensor loss = w.Value.Square().Sum();
        Assert.Equal(5, loss.Item());
        Assert.Equal(
            "[] was computed before this gradient was asked for, and how is forgotten. " +
            "Take gradients before reading what they pass through.",
            Assert.Throws<InvalidOperationException>(() => new Sgd(1f).Minimize(loss, of: bag)).Message);
    }

    [Fact]
    public void GoIntoARecordingAndComeOutOfOne()
    {
        Tensor before = Tensor.From([1f, 2], [2]) + 1f;
        using Recording step = gpu.Record(() => before * 2f);
        step.Replay();
        Assert.Equal([5f, 7], (step.Result + 1f).ToArray());
        Assert.Equal([2f, 3], before.ToArray());
    }

    [Fact]
    public void AWatchOutsideARecordingChangesNothing()
    {
        for (int i = 0; i < 2; i++)
        {
            Tensor x = Tensor.From([i, 1f], [2]) + 1f;
            x.Watch("x");
            Assert.Equal([i + 1f, 2], x.ToArray(gpu));
        }
    }

    /// <summary>What lies on no device goes to the first that it is needed on, not to one that something else is read on meanwhile.
    /// </summary>
    [Fact]
    public void WhatIsMadeOfConstantsWaitsForItsDevice()
    {
        using State here = new("here", [4], 1), there = new("there", [4], 2);
        using Recording ofHere = gpu.Record(() => here.Value * 1f), ofThere = plain.Gpu.Record(() => there.Value * 1f);
        Tensor waits = Tensor.From([1f, 2, 3, 4], [4]) * 2f + 1f;
        ofThere.Replay();
        Assert.Equal([20f, 20, 20, 20], (ofThere.Result * 10f).ToArray());
        ofHere.Replay();
        Assert.Equal([4f, 6, 8, 10], (ofHere.Result + waits).ToArray());
        Assert.Equal([3f, 5, 7, 9], waits.ToArray());
        Assert.Contains("lies on another device", Assert.Throws<InvalidOperationException>(() => (there.Value + waits).ToArray()).Message);
    }

    /// <summary>A recording does not compute at each replay what was there before it.</summary>
    [Fact]
    public void WhatARecordingTakesFromOutsideIsComputedOnce()
    {
        Tensor waits = (Tensor.From([1f, 2, 3, 4], [4]) * 2f).Square();
        using State state = new("state", [4], 1);
        using Recording step = gpu.Record(() => state.Assign(state.Value + waits));
        Assert.DoesNotContain("Square", step.Plan);
        Assert.Single(step.Plan.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains("Elementwise"));
        Assert.Equal([4f, 16, 36, 64], waits.ToArray());
    }

    /// <summary>What is queued runs before what it reads goes.</summary>
    [Fact]
    public void WhatTheyReadMayBeDisposed()
    {
        State state = new("state", [2], 3);
        Recording step = gpu.Record(() => state.Value * 2f);
        step.Replay();
        Tensor ofResult = step.Result + 1f, ofState = state.Value + 1f;
        step.Dispose();
        state.Dispose();
        Assert.Equal([7f, 7], ofResult.ToArray());
        Assert.Equal([4f, 4], ofState.ToArray());
    }

    [Fact]
    public void MemoryGoesWhenNothingHoldsIt()
    {
        Tensor kept = Compute(1);
        for (int i = 0; i < 3; i++)
        {
            Compute(i);
            Collect();
        }

        int before = Allocations();
        for (int i = 0; i < 8; i++)
        {
            Compute(i);
            Collect();
        }

        Assert.InRange(Allocations(), 0, before);
        Assert.Equal(2, kept.ToArray()[0]);

        int Allocations()
        {
            _ = gpu.Memory.Statistics; // has what nothing reaches disposed, which a guarded device fills with NaN
            gpu.WaitIdle();
            return gpu.Memory.Statistics.Allocations;
        }
    }

    [Fact]
    public void AViewKeepsWhatItLooksInto()
    {
        Tensor view = View();
        for (int i = 0; i < 3; i++)
        {
            Collect();
            Compute(i);
        }

        Assert.Equal([4f, 6], view.ToArray());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    Tensor View()
    {
        Tensor whole = Tensor.From([1f, 2, 3], [3]) * 2f;
        Assert.Equal([2f, 4, 6], whole.ToArray(gpu));
        Tensor view = whole.Slice(0, 1, 2).Reshape([2, 1]);
        Assert.Equal([4f, 6], view.ToArray());
        return view;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    Tensor Compute(int value)
    {
        Tensor made = Tensor.Full([1000], value) + Tensor.Full([1000], 1);
        made = Tensor.From([.. Enumerable.Repeat((float)value, 1000)], [1000]) + 1f;
        Assert.Equal(value + 1, made.ToArray(gpu)[999]);
        return made;
    }

    static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
