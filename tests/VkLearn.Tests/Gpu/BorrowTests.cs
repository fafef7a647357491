using System.Runtime.InteropServices;
using Silk.NET.Vulkan;
using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Gpu;

/// <summary>A device that VkLearn opened stands for a host's, and is lent to another.</summary>
[Collection("gpu")]
public sealed class BorrowTests : IDisposable
{
    private readonly List<GpuMessage> messages = [];
    private readonly GpuDevice host;

    public BorrowTests() => host = GpuDevice.Open(new GpuOptions { Validation = true, Message = messages.Add });

    public void Dispose()
    {
        host.Dispose();
        Assert.Empty(messages);
    }

    private BorrowedDevice Lent => Gpu.Lent.By(host);

    private BorrowedDevice WithoutTimeline =>
        Lent with { EnabledFeatures = [.. host.Info.Uses.Where(static name => name != "timelineSemaphore")] };

    private GpuDevice Borrow(BorrowedDevice lent) => GpuDevice.Borrow(lent, new GpuOptions { Message = messages.Add });

    [Fact]
    public void SaysWhatAHostMustEnable()
    {
        Requirements needs = GpuDevice.Requirements;
        Assert.Equal(["bufferDeviceAddress"], needs.RequiredFeatures);
        Assert.Equal(
            ["timelineSemaphore", "shaderInt64", "subgroupSizeControl", "computeFullSubgroups", "dynamicRendering"],
            needs.OptionalFeatures);
        Assert.Empty(needs.RequiredExtensions);
        Assert.Equal((Vk.Version12, 2u, 3u), (needs.ApiVersion, needs.QueueFlags, needs.DrawingQueueFlags));
    }

    [Fact]
    public void LooksAtADeviceBeforeItIsMade()
    {
        BorrowedDevice lent = Lent;
        DeviceInfo info = GpuDevice.Requirements.Check(lent.Instance, lent.PhysicalDevice, lent.ApiVersion);
        Assert.Equal((host.Info.Name, host.Info.Index, null), (info.Name, info.Index, info.Refusal));
        Assert.Equal(host.Info.Uses, info.Uses);
        Assert.Equal("lacks Vulkan 1.2, bufferDeviceAddress",
            GpuDevice.Requirements.Check(lent.Instance, lent.PhysicalDevice, Vk.Version11).Refusal);
        Assert.StartsWith("lacks computeQueue",
            GpuDevice.Requirements.Check(lent.Instance, lent.PhysicalDevice, lent.ApiVersion, queueFamily: 99).Refusal);
    }

    [Fact]
    public void RefusesWhatIsNotEnabled()
    {
        var failure = Assert.Throws<NoDeviceException>(() => Borrow(Lent with { EnabledFeatures = ["shaderInt64", "wideLines"] }));
        Assert.Equal("bufferDeviceAddress: the device has it, the host did not enable it", Assert.Single(failure.Reasons));
        Assert.StartsWith($"The device {host.Info.Name} cannot be borrowed. GpuDevice.Requirements says what", failure.Message);
        failure = Assert.Throws<NoDeviceException>(() => Borrow(Lent with { ApiVersion = Vk.Version11 }));
        Assert.Contains($"Vulkan 1.2: the instance is for 1.1.0, the device has {host.Info.ApiVersion}", failure.Reasons);
    }

    [Fact]
    public void RefusesHalfALoan()
    {
        Assert.Equal("BorrowedDevice.Queue must be a Vulkan handle, received 0.",
            Assert.Throws<ArgumentException>(() => Borrow(Lent with { Queue = 0 })).Message);
        Assert.Equal("BorrowedDevice: LockQueue and UnlockQueue go together, received one of them.",
            Assert.Throws<ArgumentException>(() => Borrow(Lent with { LockQueue = static () => { } })).Message);
    }

    [Fact]
    public void UsesOnlyWhatTheHostEnabled()
    {
        using GpuDevice gpu = Borrow(Lent with { EnabledFeatures = ["bufferDeviceAddress"] });
        Assert.False(gpu.Info.HasInt64 || gpu.Info.HasSubgroupSizeControl || gpu.Info.CanDraw);
        Assert.DoesNotContain("timelineSemaphore", gpu.Info.Uses);
        Assert.DoesNotContain("swapchain", gpu.Info.Uses);
    }

    [Fact]
    public void LeavesTheHostAliveAndNothingBehind()
    {
        Borrow(Lent).Dispose();
        using (GpuDevice gpu = Borrow(Lent))
        {
            using Affine inside = new(gpu, 100, bias: 2);
            gpu.Staging.Fill(inside.X, 0, inside.X.Bytes);
            using CommandList list = inside.Record(gpu);
            gpu.Timeline.Submit(list, times: 3);
            Assert.All(Sums(gpu, inside), static value => Assert.Equal(6, value));
        }
        using Affine after = new(host, 10, bias: 1);
        host.Staging.Fill(after.X, 0, after.X.Bytes);
        using CommandList still = after.Record(host);
        host.Timeline.Submit(still);
        Assert.All(Sums(host, after), static value => Assert.Equal(1, value));
    }

    [Fact]
    public void TakesTurnsUnderTheHostsLock()
    {
        int held = 0, taken = 0;
        using GpuDevice gpu = Borrow(Lent with
        {
            LockQueue = () =>
            {
                Assert.Equal(1, ++held);
                taken++;
            },
            UnlockQueue = () => held--,
        });
        using Affine affine = new(gpu, 100);
        int before = taken;
        long submits = gpu.Timeline.Submits;
        using CommandList list = affine.Record(gpu);
        gpu.Timeline.Submit(list);
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        Assert.Equal((0, before + 2, submits + 2), (held, taken, gpu.Timeline.Submits));
    }

    [Theory, InlineData("timelineSemaphore"), InlineData("")]
    public void SubmitsAsTheHostWants(string semaphores)
    {
        int submits = 0;
        using GpuDevice gpu = Borrow(Lent with
        {
            EnabledFeatures = ["bufferDeviceAddress", semaphores],
            Submit = (info, fence) =>
            {
                submits++;
                Assert.Equal(semaphores.Length == 0, fence != 0);
                SubmitInfo submit = Marshal.PtrToStructure<SubmitInfo>(info);
                return (int)host.Handles.Vk.QueueSubmit(host.Handles.Queue, 1, in submit, new Fence(fence));
            },
        });
        using Affine affine = new(gpu, 100, bias: 1);
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        using CommandList list = affine.Record(gpu);
        gpu.Timeline.Submit(list, times: 5);
        Assert.All(Sums(gpu, affine), static value => Assert.Equal(5, value));
        Assert.Equal(gpu.Timeline.Submits, submits);
    }

    [Fact]
    public void SaysWhatTheHostsSubmitAnswered()
    {
        bool fails = false;
        using GpuDevice gpu = Borrow(Lent with { Submit = (_, _) => (int)(fails ? Result.ErrorDeviceLost : Result.Success) });
        fails = true;
        Assert.Equal("vk.QueueSubmit", Assert.Throws<DeviceLostException>(() => gpu.HostSubmitted()).Call);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void RecordsIntoTheHostsCommandBuffer(bool hasTimeline)
    {
        using GpuDevice gpu = Borrow(hasTimeline ? Lent : WithoutTimeline);
        using Affine affine = new(gpu, 100, bias: 1);
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        using GpuReadback readback = gpu.NewReadback(4, "sum");
        using CommandList list = host.Recorders.NewList("the host's");
        using CommandRecorder recorder = host.Recorders.Of(list, isFrame: false);
        recorder.Begin(CommandBufferUsageFlags.OneTimeSubmitBit);
        using (CommandRecorder inside = gpu.RecordInto(list.Commands.Handle))
        {
            inside.Dispatch(affine.Kernel, affine.Arguments(), affine.Groups);
            inside.Barrier();
            inside.CopyToReadback(affine.Sum, 0, 4, readback);
            Assert.Equal("A host's command buffer is ended by the host. Dispose the recorder instead.",
                Assert.Throws<InvalidOperationException>(inside.End).Message);
        }
        recorder.End();
        host.Timeline.Submit(list);
        byte[] read = new byte[4];
        Assert.False(readback.TryRead(read));
        gpu.Timeline.Wait(gpu.HostSubmitted());
        Assert.True(readback.TryRead(read));
        Assert.Equal(1, BitConverter.ToSingle(read));
        Assert.All(Sums(gpu, affine), static value => Assert.Equal(1, value));
    }

    [Fact]
    public void KeepsWhatTheHostHasYetToSubmit()
    {
        using GpuDevice gpu = Borrow(Lent);
        Affine affine = new(gpu, 100, bias: 1);
        gpu.Staging.Fill(affine.X, 0, affine.X.Bytes);
        using CommandList list = host.Recorders.NewList("the host's");
        using CommandRecorder recorder = host.Recorders.Of(list, isFrame: false);
        recorder.Begin(CommandBufferUsageFlags.OneTimeSubmitBit);
        using (CommandRecorder inside = gpu.RecordInto(list.Commands.Handle))
        {
            inside.Dispatch(affine.Kernel, affine.Arguments(), affine.Groups);
        }
        affine.Dispose();
        gpu.WaitIdle();
        gpu.Memory.Allocate(4, "another").Dispose();
        gpu.WaitIdle();
        Assert.Equal(4, gpu.Memory.Statistics.Allocations);
        recorder.End();
        host.Timeline.Submit(list);
        gpu.Timeline.Wait(gpu.HostSubmitted());
        Assert.Equal(0, gpu.Memory.Statistics.Allocations);
    }

    [Fact]
    public void ARecordingGoesIntoAnyList()
    {
        using GpuDevice gpu = Borrow(Lent);
        State count = new("count", [3]);
        using Recording step = gpu.Record(() => count.Assign(count.Value + Tensor.Ones([3])));
        step.Replay();
        using CommandRecorder recorder = gpu.BeginRecording("two");
        step.RecordInto(recorder);
        step.RecordInto(recorder);
        using CommandList list = recorder.End();
        gpu.Timeline.Submit(list, times: 2);
        Assert.Equal([5, 5, 5], count.ToArray());
    }

    [Fact]
    public void TrainsToTheSameBitsWhoeverOwnsTheDevice()
    {
        string owned = Train(host);
        using GpuDevice borrowed = Borrow(Lent);
        using GpuDevice fenced = Borrow(WithoutTimeline);
        Assert.Equal((owned, owned), (Train(borrowed), Train(fenced)));
    }

    private static float[] Sums(GpuDevice gpu, Affine affine)
    {
        float[] sums = new float[affine.Count];
        gpu.Staging.Download(affine.Sum, sums.AsSpan());
        return sums;
    }

    private static string Train(GpuDevice gpu)
    {
        gpu.Seed(3);
        (byte[] images, byte[] labels) = DrawnDigits.Make(200, seed: 1);
        Dataset data = Dataset.From(images, [.. labels.Select(static label => (int)label)], [28, 28]);
        Sequential model = new(new Flatten(), new Dense(784, 16), new Relu(), new Dense(16, 10));
        using Trainer trainer = new(gpu, new Classifier(model, new Adam(1e-3f)), data, batchSize: 20);
        trainer.Run(30);
        return WeightsHash.Of(model);
    }
}
