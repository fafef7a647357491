using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>A device that the driver lists, before it is opened.</summary>
internal sealed unsafe class DeviceCandidate
{
    DeviceCandidate(VulkanInstance instance, PhysicalDevice device, int index, string? hidden)
    {
        Handle = device;
        (QueueFamily, QueueFamilyProperties? queue) = FindQueue(instance.Vk, device);
        Features = new DeviceFeatures(instance, device, queue, hidden);
        TimestampBits = queue?.TimestampValidBits ?? 0;
        instance.Vk.GetPhysicalDeviceProperties(device, out PhysicalDeviceProperties properties);
        Properties = properties;
        Info = Describe(instance.Vk, index);
    }

    public PhysicalDevice Handle { get; }
    public PhysicalDeviceProperties Properties { get; }
    public DeviceFeatures Features { get; }
    public uint QueueFamily { get; }
    public uint TimestampBits { get; }
    public DeviceInfo Info { get; }

    public static IReadOnlyList<DeviceCandidate> List(VulkanInstance instance, string? hidden)
    {
        uint count = 0;
        Check(instance.Vk.EnumeratePhysicalDevices(instance.Handle, &count, null));
        PhysicalDevice[] devices = new PhysicalDevice[count];
        fixed (PhysicalDevice* first = devices)
        {
            Check(instance.Vk.EnumeratePhysicalDevices(instance.Handle, &count, first));
        }
        return count > 0
            ? [.. devices.Select((device, index) => new DeviceCandidate(instance, device, index, hidden))]
            : throw new NoDeviceException($"No Vulkan device found. {NoDeviceException.Install}", []);
    }

    /// <summary>The device asked for by index or part of its name, else the usable one that is likely the fastest.</summary>
    public static DeviceCandidate Choose(IReadOnlyList<DeviceCandidate> candidates, string? asked)
    {
        DeviceCandidate[] matching = [.. candidates.Where(candidate => candidate.Matches(asked)).OrderBy(candidate => candidate.Rank)];
        if (matching.Length == 0)
        {
            throw new NoDeviceException($"No device matches \"{asked}\". Give an index or part of a name of:",
                [.. candidates.Select(candidate => $"{candidate.Info.Index}: {candidate.Info.Name}")]);
        }
        return matching.FirstOrDefault(candidate => candidate.Info.Refusal is null) ?? throw new NoDeviceException(
            $"No Vulkan device is usable. {NoDeviceException.Install}",
            [.. matching.Select(candidate => $"{candidate.Info.Index}: {candidate.Info.Name} {candidate.Info.Refusal}")]);
    }

    int Rank => Info.Type switch { "discrete" => 0, "integrated" => 1, "virtual" => 2, "cpu" => 3, _ => 4 };

    bool Matches(string? asked) =>
        asked is null
            || (int.TryParse(asked, out int index) ? index == Info.Index : Info.Name.Contains(asked, StringComparison.OrdinalIgnoreCase));

    /// <summary>A family that also draws comes first, so that views can sample tensors without passing them between queues.</summary>
    static (uint Family, QueueFamilyProperties? Properties) FindQueue(Vk vk, PhysicalDevice device)
    {
        uint count = 0;
        vk.GetPhysicalDeviceQueueFamilyProperties(device, &count, null);
        QueueFamilyProperties[] families = new QueueFamilyProperties[count];
        fixed (QueueFamilyProperties* first = families)
        {
            vk.GetPhysicalDeviceQueueFamilyProperties(device, &count, first);
        }
        foreach (QueueFlags wanted in (ReadOnlySpan<QueueFlags>)[QueueFlags.ComputeBit | QueueFlags.GraphicsBit, QueueFlags.ComputeBit])
        {
            int found = Array.FindIndex(families, family => (family.QueueFlags & wanted) == wanted);
            if (found >= 0)
            {
                return ((uint)found, families[found]);
            }
        }
        return (0, null);
    }

    DeviceInfo Describe(Vk vk, int index)
    {
        PhysicalDeviceProperties properties = Properties;
        bool knows12 = properties.ApiVersion >= Vk.Version12;
        PhysicalDeviceDriverProperties driver = new(pNext: null);
        PhysicalDeviceSubgroupProperties subgroup = new(pNext: &driver);
        PhysicalDeviceMaintenance3Properties allocation = new(pNext: &subgroup);
        PhysicalDeviceProperties2 more = new(pNext: &allocation);
        if (knows12)
        {
            vk.GetPhysicalDeviceProperties2(Handle, &more);
        }
        IReadOnlyList<string> missing = Features.Missing;
        return new DeviceInfo
        {
            Index = index,
            Name = VulkanInstance.Text(properties.DeviceName),
            Vendor = VendorName(properties.VendorID),
            Type = TypeName(properties.DeviceType),
            Driver = knows12
                ? $"{VulkanInstance.Text(driver.DriverName)} {VulkanInstance.Text(driver.DriverInfo)}".Trim()
                : $"{properties.DriverVersion:x8}",
            ApiVersion = VulkanInstance.Text(properties.ApiVersion),
            MemoryBytes = LargestLocalHeap(vk),
            SubgroupSize = subgroup.SubgroupSize,
            Limits = Limits(properties.Limits, knows12 ? (long)Math.Min(allocation.MaxMemoryAllocationSize, long.MaxValue) : 0),
            HasInt64 = Features.Has("shaderInt64"),
            HasFloat16 = Features.Has("shaderFloat16"),
            Has16BitStorage = Features.Has("storageBuffer16BitAccess"),
            Has8BitStorage = Features.Has("storageBuffer8BitAccess"),
            HasSubgroupSizeControl = Features.Has("subgroupSizeControl"),
            HasTimestamps = Features.Has("timestamps"),
            CanDraw = DeviceFeatures.Drawing.All(Features.Has),
            Uses = Features.Uses,
            Refusal = missing.Count == 0 ? null : $"lacks {string.Join(", ", missing)}",
        };
    }

    static DeviceLimits Limits(PhysicalDeviceLimits limits, long allocationBytes) => new()
    {
        PushConstantBytes = limits.MaxPushConstantsSize,
        WorkgroupCountX = limits.MaxComputeWorkGroupCount[0],
        WorkgroupCountY = limits.MaxComputeWorkGroupCount[1],
        WorkgroupCountZ = limits.MaxComputeWorkGroupCount[2],
        WorkgroupSizeX = limits.MaxComputeWorkGroupSize[0],
        WorkgroupInvocations = limits.MaxComputeWorkGroupInvocations,
        SharedMemoryBytes = limits.MaxComputeSharedMemorySize,
        AllocationBytes = allocationBytes,
        ImageSide = limits.MaxImageDimension2D,
        StorageBufferAlignment = (uint)limits.MinStorageBufferOffsetAlignment,
        TimestampPeriod = limits.TimestampPeriod,
    };

    long LargestLocalHeap(Vk vk)
    {
        vk.GetPhysicalDeviceMemoryProperties(Handle, out PhysicalDeviceMemoryProperties memory);
        long largest = 0;
        for (int i = 0; i < memory.MemoryHeapCount; i++)
        {
            if (memory.MemoryHeaps[i].Flags.HasFlag(MemoryHeapFlags.DeviceLocalBit))
            {
                largest = Math.Max(largest, (long)memory.MemoryHeaps[i].Size);
            }
        }
        return largest;
    }

    static string TypeName(PhysicalDeviceType type) => type switch
    {
        PhysicalDeviceType.DiscreteGpu => "discrete",
        PhysicalDeviceType.IntegratedGpu => "integrated",
        PhysicalDeviceType.VirtualGpu => "virtual",
        PhysicalDeviceType.Cpu => "cpu",
        _ => "other",
    };

    static string VendorName(uint id) => id switch
    {
        0x1002 => "AMD",
        0x1010 => "Imagination",
        0x106B => "Apple",
        0x10DE => "NVIDIA",
        0x13B5 => "ARM",
        0x1414 => "Microsoft",
        0x144D => "Samsung",
        0x14E4 => "Broadcom",
        0x1AE0 => "Google",
        0x5143 => "Qualcomm",
        0x8086 => "Intel",
        0x10005 => "Mesa",
        _ => $"0x{id:X4}",
    };
}
