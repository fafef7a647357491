using System.Runtime.Versioning;
using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Gpu;

[Collection("gpu")]
public sealed class PipelineCacheFileTests
{
    private readonly string directory = TempFolder.New();
    private readonly List<GpuMessage> messages = [];

    [Fact]
    public void IsWrittenOnceAndRead()
    {
        byte[] first = Run();
        DateTime written = File.GetLastWriteTimeUtc(OnlyFile);
        Assert.Equal(first, Run());
        Assert.Equal(written, File.GetLastWriteTimeUtc(OnlyFile));
        Assert.Equal("VKLPIPE1"u8, first.AsSpan(0, 8));
    }

    [Theory, InlineData(0), InlineData(8), InlineData(45)]
    public void ADamagedFileIsReplaced(int at)
    {
        byte[] good = Run(), bad = [.. good];
        bad[at] ^= 0x40;
        File.WriteAllBytes(OnlyFile, bad);
        Assert.Equal(good, Run());
        File.WriteAllBytes(OnlyFile, good[..at]);
        Assert.Equal(good, Run());
    }

    /// <summary>What everyone can write, whoever wrote it, is not given to the driver.</summary>
    [Theory, InlineData(true), InlineData(false), UnsupportedOSPlatform("windows")]
    public void OneThatEveryoneCanWriteIsPassedOver(bool isFolder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "rights are others there");
        Run();
        string open = isFolder ? directory : OnlyFile;
        File.SetUnixFileMode(open, File.GetUnixFileMode(open) | UnixFileMode.OtherWrite);
        GpuDevice.Open(new GpuOptions { CacheDirectory = directory, Message = messages.Add }).Dispose();
        Assert.Contains("everyone can write to", Assert.Single(messages).Text);
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public void ItsFolderIsOnesOwn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "rights are others there");
        string made = Path.Combine(directory, "made");
        CacheFolder.Make(made);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(made));
    }

    [Fact]
    public void NotWritingIsAWarning()
    {
        string file = Path.Combine(directory, "file");
        File.WriteAllText(file, "no directory");
        GpuDevice.Open(new GpuOptions { CacheDirectory = Path.Combine(file, "cache"), Message = messages.Add }).Dispose();
        GpuMessage message = Assert.Single(messages);
        Assert.Equal((GpuSeverity.Warning, "pipeline-cache"), (message.Severity, message.Id));
        Assert.StartsWith("Pipelines are not kept between runs: ", message.Text);
    }

    private string OnlyFile => Assert.Single(Directory.GetFiles(directory));

    private byte[] Run()
    {
        using (GpuDevice gpu = GpuDevice.Open(new GpuOptions { CacheDirectory = directory, Message = messages.Add }))
        {
            gpu.GetKernel(Affine.Code, Affine.LocalSize);
        }
        Assert.Empty(messages);
        return File.ReadAllBytes(OnlyFile);
    }
}
