using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Gpu;

[Collection("gpu")]
public sealed class GpuDeviceTests(GpuFixture fixture)
{
    [Fact]
    public void EnumeratesUsableDevices()
    {
        IReadOnlyList<DeviceInfo> devices = GpuDevice.Enumerate();
        Assert.Contains(devices, static device => device.Refusal is null && device.Uses.Contains("bufferDeviceAddress"));
        Assert.Equal(Enumerable.Range(0, devices.Count), devices.Select(static device => device.Index));
    }

    [Fact]
    public void DescribesTheDevice()
    {
        DeviceInfo info = fixture.Gpu.Info;
        Assert.NotEmpty(info.Name);
        Assert.NotEmpty(info.Vendor);
        Assert.NotEmpty(info.Driver);
        Assert.StartsWith("1.", info.ApiVersion);
        Assert.Contains(info.Type, (string[])["discrete", "integrated", "virtual", "cpu", "other"]);
        Assert.InRange(info.SubgroupSize, 1u, 128u);
        Assert.True(info.MemoryBytes > 1 << 20);
        Assert.True(info.Limits.PushConstantBytes >= 128);
    }

    [Fact]
    public void OpensByPartOfNameAndByIndex()
    {
        DeviceInfo info = fixture.Gpu.Info;
        using GpuDevice byName = GpuDevice.Open(new GpuOptions { Device = info.Name[1..].ToUpperInvariant() });
        using GpuDevice byIndex = GpuDevice.Open(new GpuOptions { Device = $"{info.Index}" });
        Assert.Equal(info.Name, byName.Info.Name);
        Assert.Equal(info.Name, byIndex.Info.Name);
    }

    [Fact]
    public void NamesTheDevicesWhenNoneMatches()
    {
        var failure = Assert.Throws<NoDeviceException>(static () => GpuDevice.Open(new GpuOptions { Device = "Voodoo 2" }));
        Assert.StartsWith("No device matches \"Voodoo 2\". Give an index or part of a name of:\n  0: ", failure.Message);
    }

    [Fact]
    public void RefusesWithEveryReason()
    {
        GpuOptions options = new() { Device = fixture.Gpu.Info.Name, HideFeature = "bufferDeviceAddress, computeQueue" };
        var failure = Assert.Throws<NoDeviceException>(() => GpuDevice.Open(options));
        Assert.Equal($"{fixture.Gpu.Info.Index}: {fixture.Gpu.Info.Name} lacks computeQueue, bufferDeviceAddress",
            Assert.Single(failure.Reasons));
        Assert.StartsWith("No Vulkan device is usable. On Debian: apt-get install", failure.Message);
    }

    [Fact]
    public void WorksWithoutAnOptionalFeature()
    {
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { HideFeature = "shaderInt64" });
        Assert.False(gpu.Info.HasInt64);
        Assert.DoesNotContain("shaderInt64", gpu.Info.Uses);
    }

    /// <summary>Where it cannot ask for a size, a workgroup is one subgroup if there is no other size, as on CPU drivers.</summary>
    [Theory, InlineData("subgroupSizeControl"), InlineData("computeFullSubgroups"), InlineData("subgroupBallot")]
    public void KnowsWhereAWorkgroupIsOneSubgroup(string hidden)
    {
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { HideFeature = hidden });
        Assert.Equal(hidden == "subgroupBallot" && fixture.Gpu.Info.HasSubgroupSizeControl, gpu.Info.HasSubgroupSizeControl);
        Assert.Equal(hidden != "subgroupBallot" && gpu.Info.Class == DeviceClass.CpuDriver, gpu.Info.HasLoneSubgroups);
    }

    [Fact]
    public void RefusesToHideWhatItDoesNotKnow()
    {
        var failure = Assert.Throws<ArgumentException>(static () => GpuDevice.Open(new GpuOptions { HideFeature = "raytracing" }));
        Assert.StartsWith("HideFeature: \"raytracing\" is not a feature that VkLearn looks at. Known: Vulkan 1.2,", failure.Message);
    }

    [Fact]
    public void ReportsAndFreesWhatWasNotDisposed()
    {
        List<GpuMessage> messages = [];
        GpuDevice gpu = GpuDevice.Open(new GpuOptions { Validation = true, Message = messages.Add });
        gpu.Memory.Allocate(1000, "forgotten");
        gpu.BeginRecording("left open").End();
        gpu.Dispose();
        Assert.Equal(
            [
                "[vulkan error] leak: buffer \"forgotten\" of 1000 bytes was not disposed before its device.",
                "[vulkan error] leak: command list \"left open\" was not disposed before its device.",
            ],
            messages.Select(static message => message.ToString()).Order());
    }

    [Fact]
    public void DisposesAttachmentsInReverseBeforeItself()
    {
        List<string> disposed = [];
        GpuDevice gpu = GpuDevice.Open();
        GpuBuffer buffer = gpu.Memory.Allocate(16, "attached");
        First first = gpu.Attachment(_ => new First(() => { buffer.Dispose(); disposed.Add("first"); }));
        gpu.Attachment(_ => new Second(() => disposed.Add("second")));
        Assert.Same(first, gpu.Attachment<First>(static _ => throw new InvalidOperationException("made twice")));
        gpu.Dispose();
        gpu.Dispose();
        Assert.Equal(["second", "first"], disposed);
    }

    [Fact]
    public void PassesValidationMessagesOn()
    {
        List<GpuMessage> messages = [];
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { Validation = true, Message = messages.Add });
        using GpuBuffer buffer = gpu.Memory.Allocate(256, "buffer");
        using CommandRecorder recorder = gpu.BeginRecording("overlap");
        recorder.Copy(buffer, 0, buffer, 64, 128); // overlaps itself
        Assert.Contains(messages, static message => message.Severity == GpuSeverity.Error && message.Id.StartsWith("VUID-vkCmdCopyBuffer"));
    }

    private sealed class First(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }

    private sealed class Second(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }
}
