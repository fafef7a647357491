using System.Text.Json;
using System.Text.Json.Serialization;
using Silk.NET.Core;
using Silk.NET.Vulkan;

namespace VkLearn.Tests.Gpu.Simulated;

/// <summary>What a device says of itself: a JSON file here, with figures as public device reports have them.</summary>
sealed record DeviceProfile
{
    static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public required string Name { get; init; }
    /// <summary>Where its figures come from, which are only typical, and what of the device cannot be simulated.</summary>
    public required string Says { get; init; }
    public required string Vendor { get; init; }
    public required PhysicalDeviceType Type { get; init; }
    /// <summary>Vulkan's version.</summary>
    public required string Api { get; init; }
    public required Heap[] Heaps { get; init; }
    public required MemoryKind[] Types { get; init; }
    public required QueueFamily[] Families { get; init; }
    public required Limits Most { get; init; }
    public required Subgroups Subgroup { get; init; }
    /// <summary>Features and extensions that lavapipe has and it has not.</summary>
    public string[] Lacks { get; init; } = [];
    /// <summary>Extensions that lavapipe has not: only such as change nothing.</summary>
    public string[] Offers { get; init; } = [];

    public uint VendorId => Convert.ToUInt32(Vendor, 16);

    public uint ApiVersion => new Version32((uint)Version.Parse(Api).Major, (uint)Version.Parse(Api).Minor, 0);

    /// <summary>Of all that there are.</summary>
    public static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order();

    static string Folder => RepositoryRoot.Find("tests/VkLearn.Tests/Gpu/Simulated");

    public static DeviceProfile Read(string name) =>
        JsonSerializer.Deserialize<DeviceProfile>(File.ReadAllText(Path.Combine(Folder, $"{name}.json")), options)!;

    /// <param name="Bytes">Size.</param>
    /// <param name="IsLocal">Whether it is the device's own.</param>
    /// <param name="Budget">What a process may have of it by VK_EXT_memory_budget; null: all.</param>
    public sealed record Heap(ulong Bytes, bool IsLocal, ulong? Budget = null);

    public sealed record MemoryKind(int Heap, MemoryPropertyFlags Properties)
    {
        public bool Has(MemoryPropertyFlags wanted) => (Properties & wanted) == wanted;
    }

    public sealed record QueueFamily(QueueFlags Can, uint TimestampBits);

    /// <summary>As the device has them; where lavapipe can less, that holds. Alignments are at least so.</summary>
    public sealed record Limits(
        uint[] WorkgroupCount, uint[] WorkgroupSize, uint Invocations, uint SharedMemory, uint PushConstants, uint ImageSide,
        ulong Allocation, ulong NonCoherentAtom, ulong StorageBufferAlignment, float TimestampPeriod);

    /// <summary>What the device says; kernels still run by the subgroups that lavapipe has.</summary>
    public sealed record Subgroups(uint Size, uint Least, uint Largest);
}
