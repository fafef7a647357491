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
