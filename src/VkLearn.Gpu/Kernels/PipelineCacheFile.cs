using System.Runtime.Versioning;
using System.Security.Cryptography;
using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>
/// What a driver compiled, kept between runs. Drivers are known to crash on damaged data, so the file has a header and a
/// SHA-256 of its own, and its name holds device, driver version and the driver's own cache id. It is never needed:
/// whatever goes wrong with it is a warning.
/// </summary>
internal sealed unsafe class PipelineCacheFile
{
    const int UuidBytes = 16, DriverHeaderBytes = 32; // a cache's data begins with VkPipelineCacheHeaderVersionOne

    readonly Action<GpuMessage> receiver;
    byte[] known = []; // hash of what the file holds

    public PipelineCacheFile(string? directory, PhysicalDeviceProperties device, Action<GpuMessage> receiver)
    {
        this.receiver = receiver;
        string uuid = Convert.ToHexStringLower(new ReadOnlySpan<byte>(device.PipelineCacheUuid, UuidBytes));
        Path = System.IO.Path.Combine(directory ?? CacheFolder.Default,
            $"{device.VendorID:x4}-{device.DeviceID:x4}-{device.DriverVersion:x8}-{uuid}.pipelines");
    }

    public string Path { get; }

    static ReadOnlySpan<byte> Header => "VKLPIPE1"u8;

    /// <summary>The driver's data, or nothing when there is no file or a damaged one.</summary>
    public ReadOnlySpan<byte> Read()
    {
        byte[] file = Try(() => File.Exists(Path) ? ReadOwn() : []) ?? [];
        int start = Header.Length + SHA256.HashSizeInBytes;
        if (file.Length < start || !file.AsSpan().StartsWith(Header))
        {
            return [];
        }
        byte[] hash = SHA256.HashData(file.AsSpan(start));
        if (!file.AsSpan(Header.Length, hash.Length).SequenceEqual(hash))
        {
            return [];
        }
        known = hash;
        return file.AsSpan(start);
    }

    /// <summary>A checksum tells damage, but no malice: what everyone can write is not for a driver.</summary>
    byte[] ReadOwn()
    {
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        return OperatingSystem.IsWindows() || !(IsOpen(Path) || IsOpen(folder)) ? File.ReadAllBytes(Path)
            : throw new UnauthorizedAccessException($"everyone can write to {Path} or its folder. Take that right away (chmod o-w).");
    }

    [UnsupportedOSPlatform("windows")]
    static bool IsOpen(string path) => File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherWrite);

    /// <summary>Replaces the file in one step, so that another run never reads half of it.</summary>
    /// <param name="compiled">Asks the driver for its data.</param>
    public void Write(Func<byte[]> compiled) => Try(() =>
    {
        byte[] data = compiled();
        if (!IsKnown(data))
        {
            CacheFolder.Make(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
            ReplacedFile.Write(Path, file => file.Write([.. Header, .. SHA256.HashData(data), .. data]));
        }
        return data;
    });

    /// <summary>
    /// Nothing new: the data that was read, or, as SwiftShader gives it back, with one more header of the driver's before it. It compiles
    /// no less for it, and its file would grow with every run.
    /// </summary>
    bool IsKnown(byte[] data) => IsKnown(data.AsSpan()) || (data.Length > DriverHeaderBytes && IsKnown(data.AsSpan(DriverHeaderBytes)));

    bool IsKnown(ReadOnlySpan<byte> data) => SHA256.HashData(data).AsSpan().SequenceEqual(known);

    byte[]? Try(Func<byte[]> access)
    {
        try
        {
            return access();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or VulkanException)
        {
            receiver(new(GpuSeverity.Warning, "pipeline-cache", $"Pipelines are not kept between runs: {failure.Message}"));
            return null;
        }
    }
}
