using Silk.NET.Vulkan;
using static VkLearn.Gpu.VulkanException;

namespace VkLearn.Gpu;

/// <summary>A device that the driver lists, before it is opened.</summary>
internal sealed unsafe class DeviceCandidate
{
    DeviceCandidate(Vk vk, uint apiVersion, PhysicalDevice device, int index, uint? family, string? hidden,
        IReadOnlyCollection<string>? enabled)
    {
        Handle = device;
        (QueueFamily, QueueFamilyProperties? queue) = FindQueue(Families(vk, device), family);
        Features = new DeviceFeatures(vk, apiVersion, device, queue, hidden, enabled);
        TimestampBits = queue?.TimestampValidBits ?? 0;
        vk.GetPhysicalDeviceProperties(device, out PhysicalDeviceProperties properties);
        Properties = properties;
        Info = Describe(vk, index);
    }

    public PhysicalDevice Handle { get; }
    public PhysicalDeviceProperties Properties { get; }
    public DeviceFeatures Features { get; }
    public uint QueueFamily { get; }
    public uint TimestampBits { get; }
    public DeviceInfo Info { get; }

    public static IReadOnlyList<DeviceCandidate> List(VulkanInstance instance, string? hidden)
    {
        PhysicalDevice[] devices = Devices(instance.Vk, instance.Handle);
        return devices.Length > 0
            ? [.. devices.Select((device, i) => new DeviceCandidate(instance.Vk, instance.ApiVersion, device, i, null, hidden, null))]
            : throw new NoDeviceException($"No Vulkan device found. {NoDeviceException.Install}", []);
    }

    /// <summary>A device of a host's instance, which <paramref name="vk"/> is set to.</summary>
    /// <param name="apiVersion">The version that the host made its instance for.</param>
    /// <param name="family">The host's queue family; null: the best.</param>
    /// <param name="enabled">The features that the host enabled; null before it made its device.</param>
    public static DeviceCandidate OfHost(Vk vk, uint apiVersion, PhysicalDevice device, uint? family, string? hidden,
        IReadOnlyCollection<string>? enabled)
    {
        int index = Array.FindIndex(Devices(vk, vk.CurrentInstance!.Value), listed => listed.Handle == device.Handle);
        return new DeviceCandidate(vk, apiVersion, device, index, family, hidden, enabled);
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

    static PhysicalDevice[] Devices(Vk vk, Instance instance)
    {
        uint count = 0;
        Check(vk.EnumeratePhysicalDevices(instance, &count, null));
        PhysicalDevice[] devices = new PhysicalDevice[count];
        fixed (PhysicalDevice* first = devices)
        {
            Check(vk.EnumeratePhysicalDevices(instance, &count, first));
        }
        return devices;
    }

    static QueueFamilyProperties[] Families(Vk vk, PhysicalDevice device)
    {
        uint count = 0;
        vk.GetPhysicalDeviceQueueFamilyProperties(device, &count, null);
        QueueFamilyProperties[] families = new QueueFamilyProperties[count];
        fixed (QueueFamilyProperties* first = families)
        {
            vk.GetPhysicalDeviceQueueFamilyProperties(device, &count, first);
        }
        return families;
    }

    /// <summary>A family that also draws comes first, so that views can sample tensors without passing them between queues.</summary>
    /// <param name="families">Those of the device.</param>
    /// <param name="asked">The only one to look at.</param>
    static (uint Family, QueueFamilyProperties? Properties) FindQueue(QueueFamilyProperties[] families, uint? asked)
    {
        foreach (QueueFlags wanted in (ReadOnlySpan<QueueFlags>)[QueueFlags.ComputeBit | QueueFlags.GraphicsBit, QueueFlags.ComputeBit])
        {
            for (uint i = asked ?? 0; i < families.Length && i <= (asked ?? i); i++)
            {
                if ((families[i].QueueFlags & wanted) == wanted)
                {
                    return (i, families[i]);
                }
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
            HasSubgroupSizeControl = HasSubgroupSizeControl,
            HasLoneSubgroups = Features.Has("subgroupBallot") && (HasSubgroupSizeControl || HasOneSubgroupSize(vk)),
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

    bool HasSubgroupSizeControl => Features.Has("subgroupSizeControl") && Features.Has("computeFullSubgroups");

    /// <summary>Whether there is no subgroup of another size, as on CPU drivers.</summary>
    bool HasOneSubgroupSize(Vk vk)
    {
        PhysicalDeviceSubgroupSizeControlProperties sizes = new(pNext: null);
        PhysicalDeviceProperties2 more = new(pNext: &sizes);
        if (Features.Has("Vulkan 1.3"))
        {
            vk.GetPhysicalDeviceProperties2(Handle, &more);
        }
        return sizes.MinSubgroupSize > 0 && sizes.MinSubgroupSize == sizes.MaxSubgroupSize;
    }

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
