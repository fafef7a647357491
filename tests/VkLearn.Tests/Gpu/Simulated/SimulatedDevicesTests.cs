using Silk.NET.Vulkan;
using VkLearn.Gpu;
using VkLearn.Tests.Compile;
using VkLearn.Tests.Engine;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Gpu.Simulated;

/// <summary>
/// The core of it on devices that are none: it opens them as what they are, computes what it does on lavapipe, trains, goes on from a
/// checkpoint, draws, and asks nothing of a device that it cannot do. VKLEARN_SIMULATE=geforce has all tests of the collection on one.
/// </summary>
[Collection("gpu")]
public sealed class SimulatedDevicesTests(PlainGpu plain)
{
    const long MiB = 1 << 20;
    const QueueFlags Drawing = QueueFlags.GraphicsBit;

    public static TheoryData<string> Profiles => new(DeviceProfile.Names);

    [Theory, MemberData(nameof(Profiles))]
    public void TheCoreRunsOn(string name)
    {
        DeviceProfile profile = DeviceProfile.Read(name);
        On(profile, gpu =>
        {
            IsOpenedAsWhatItIs(gpu.Info, profile);
            ComputesTheSame(gpu, "mlp-sgd-momentum");
            ComputesTheSame(gpu, "norms");
            ComputesTheSame(gpu, "deep-50");
            MovesBytes(gpu);
            GoesOnFromACheckpoint(gpu);
            Draws(gpu);
        });
    }

    [Fact]
    public void WhatFindsAFullHeapLiesInAnother()
    {
        DeviceProfile profile = DeviceProfile.Read("geforce");
        profile = profile with
        {
            Heaps = [profile.Heaps[0] with { Bytes = 200 * (ulong)MiB }, profile.Heaps[1], profile.Heaps[2] with { Bytes = MiB }],
        };
        On(profile, (gpu, driver) =>
        {
            GpuBuffer[] buffers = [.. Enumerable.Range(0, 5).Select(i => gpu.Memory.Allocate(64 * MiB, $"block {i}"))];
            Assert.Equal(192 * (ulong)MiB, driver.BytesInUse[0]);
            Assert.InRange(driver.BytesInUse[1], 128 * (ulong)MiB, 200 * (ulong)MiB); // and what is staged
            gpu.Staging.Upload<float>([1, 2, 3], buffers[^1]);
            float[] back = new float[3];
            gpu.Staging.Download(buffers[^1], back.AsSpan());
            Assert.Equal([1, 2, 3], back);
            Array.ForEach(buffers, static buffer => buffer.Dispose());
        });
    }

    [Fact]
    public void WhatIsBeyondTheBudgetLiesInAnotherHeap()
    {
        DeviceProfile profile = DeviceProfile.Read("geforce");
        profile = profile with { Heaps = [profile.Heaps[0] with { Budget = 100 * (ulong)MiB }, .. profile.Heaps[1..]] };
        On(profile, (gpu, driver) =>
        {
            using GpuBuffer first = gpu.Memory.Allocate(64 * MiB, "first"), second = gpu.Memory.Allocate(64 * MiB, "second");
            Assert.Equal(64 * (ulong)MiB, driver.BytesInUse[0]);
        });
    }

    [Fact]
    public void OneThatOnlyComputesTrains()
    {
        DeviceProfile profile = DeviceProfile.Read("radeon");
        profile = profile with { Families = [.. profile.Families.Where(static family => !family.Can.HasFlag(Drawing))] };
        On(profile, gpu =>
        {
            Assert.False(gpu.Info.CanDraw);
            ComputesTheSame(gpu, "mlp-sgd-momentum");
        });
    }

    [Fact]
    public void WhatADeviceCannotDoIsAFault()
    {
        DeviceProfile profile = DeviceProfile.Read("geforce");
        SimulatedDriver driver = new(profile with { Most = profile.Most with { Invocations = 16 } });
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { EntryPoints = driver.Open });
        using Affine affine = new(gpu, 100, bias: 1);
        affine.Record(gpu).Dispose();
        Assert.Contains(driver.Faults, static fault => fault.StartsWith("A workgroup of ", StringComparison.Ordinal));
    }

    static void On(DeviceProfile profile, Action<GpuDevice> use) => On(profile, (gpu, _) => use(gpu));

    static void On(DeviceProfile profile, Action<GpuDevice, SimulatedDriver> use)
    {
        List<GpuMessage> messages = [];
        SimulatedDriver driver = new(profile);
        using (GpuDevice gpu = GpuDevice.Open(new GpuOptions { Validation = true, Message = messages.Add, EntryPoints = driver.Open }))
        {
            use(gpu, driver);
        }

        Assert.Empty(messages);
        Assert.Empty(driver.Faults);
        Assert.All(driver.BytesInUse, static bytes => Assert.Equal(0ul, bytes));
    }

    static void IsOpenedAsWhatItIs(DeviceInfo info, DeviceProfile profile)
    {
        Assert.Equal((profile.Name, profile.Subgroup.Size, (long)profile.Most.Allocation),
            (info.Name, info.SubgroupSize, info.Limits.AllocationBytes));
        Assert.StartsWith(info.Type, $"{profile.Type}", StringComparison.OrdinalIgnoreCase);
        Assert.Equal(profile.Heaps.Where(static heap => heap.IsLocal).Max(static heap => (long)heap.Bytes), info.MemoryBytes);
        Assert.NotEqual(DeviceClass.OtherGpu, info.Class);
        Assert.Null(info.Refusal);
        Assert.True(info.CanDraw);
    }

    void ComputesTheSame(GpuDevice gpu, string model)
    {
        double[] expected = Array.ConvertAll(Values(plain.Gpu, model), static value => (double)value);
        double error = OpCheck.Error(Values(gpu, model), expected, floor: 1);
        Assert.True(error < 1e-4, $"{model} differs by {error:g3}");
    }

    static float[] Values(GpuDevice gpu, string name)
    {
        using Model model = Compile.Models.Record(gpu, name);
        model.Step.Replay(3);
        return model.Values;
    }

    /// <summary>Sizes and offsets that no atom divides, and more than the staging ring has.</summary>
    static void MovesBytes(GpuDevice gpu)
    {
        byte[] data = new byte[40 * MiB + 3], back = new byte[data.Length];
        new Random(1).NextBytes(data);
        using GpuBuffer buffer = gpu.Memory.Allocate(data.Length + 5, "bytes");
        gpu.Staging.Upload<byte>(data, buffer, 5);
        gpu.Staging.Upload<byte>(data.AsSpan(100, 7), buffer, 105);
        gpu.Staging.Download(buffer, back.AsSpan(), 5);
        Assert.True(data.AsSpan().SequenceEqual(back));
    }

    static void GoesOnFromACheckpoint(GpuDevice gpu)
    {
        string folder = TempFolder.New();
        string unbroken = ShortRun.Of(gpu, SceneText.Tiny, 12).WeightsHash;
        ShortRun.Of(gpu, SceneText.Tiny, 12, new(folder, Every: 3), cancelAfter: 7);
        Assert.Equal(unbroken, ShortRun.Of(gpu, SceneText.Tiny, 12, new(folder, Every: 3, Resume: true)).WeightsHash);
    }

    static void Draws(GpuDevice gpu)
    {
        using Words words = new(gpu, 61, 37);
        using GpuReadback readback = gpu.NewReadback(6, "first bytes");
        using FrameList frames = gpu.NewFrames();
        using GpuImage image = gpu.NewImage(61, 37, ImageFormat.Rgba8, "picture");
        byte[] expected = words.Randomize(seed: 1), first = new byte[6];
        CommandRecorder recorder = frames.Begin();
        recorder.BeginDrawing(image, (0, 0, 0, 1));
        words.Draw(recorder, ImageFormat.Rgba8);
        recorder.EndDrawing(ImageUse.Sampled);
        recorder.CopyToReadback(words.X, 0, readback.Bytes, readback);
        frames.Submit(recorder);
        Assert.Equal(expected, image.ReadPixels());
        gpu.WaitIdle();
        Assert.True(readback.TryRead(first));
        Assert.Equal(expected[..6], first);
    }
}
