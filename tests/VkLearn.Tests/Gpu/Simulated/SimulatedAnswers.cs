using System.Runtime.InteropServices;
using System.Text;
using Silk.NET.Vulkan;
using Call = VkLearn.Tests.Gpu.WrappedCalls.Call;

namespace VkLearn.Tests.Gpu.Simulated;

/// <summary>What a simulated device says when it is asked what it is: lavapipe's answers, filtered.</summary>
sealed unsafe class SimulatedAnswers(DeviceProfile profile)
{
    public Call? Wrap(string name, Call real) => name switch
    {
        "vkGetPhysicalDeviceProperties" => (device, b, _, _, _, _, _, _) =>
        {
            real(device, b, 0, 0, 0, 0, 0, 0);
            Filter(ref *(PhysicalDeviceProperties*)b);
            return 0;
        },
        "vkGetPhysicalDeviceProperties2" => (device, b, _, _, _, _, _, _) =>
        {
            real(device, b, 0, 0, 0, 0, 0, 0);
            Filter(ref ((PhysicalDeviceProperties2*)b)->Properties);
            FilterChain((BaseOutStructure*)((PhysicalDeviceProperties2*)b)->PNext);
            return 0;
        },
        "vkGetPhysicalDeviceFeatures2" => (device, b, _, _, _, _, _, _) =>
        {
            real(device, b, 0, 0, 0, 0, 0, 0);
            Features((BaseOutStructure*)b, (feature, value) => value && !profile.Lacks.Contains(feature));
            return 0;
        },
        "vkGetPhysicalDeviceQueueFamilyProperties" => (_, count, families, _, _, _, _, _) =>
            ListFamilies((uint*)count, (QueueFamilyProperties*)families),
        "vkEnumerateDeviceExtensionProperties" => (device, layer, count, found, _, _, _, _) => layer != 0
            ? real(device, layer, count, found, 0, 0, 0, 0)
            : ListExtensions(Extensions(real, device), (uint*)count, (ExtensionProperties*)found),
        _ => null,
    };

    /// <summary>The features that a chain of structures turns on, of those that VkLearn looks at.</summary>
    public static IReadOnlyList<string> Enabled(BaseOutStructure* chain)
    {
        List<string> enabled = [];
        Features(chain, (feature, value) =>
        {
            enabled.AddRange(value ? [feature] : []);
            return value;
        });
        return enabled;
    }

    static void Features(BaseOutStructure* chain, Func<string, bool, bool> filter)
    {
        for (; chain is not null; chain = chain->PNext)
        {
            switch (chain->SType)
            {
                case StructureType.PhysicalDeviceFeatures2:
                    PhysicalDeviceFeatures2* core = (PhysicalDeviceFeatures2*)chain;
                    core->Features.ShaderInt64 = filter("shaderInt64", core->Features.ShaderInt64);
                    break;
                case StructureType.PhysicalDeviceVulkan12Features:
                    PhysicalDeviceVulkan12Features* of12 = (PhysicalDeviceVulkan12Features*)chain;
                    of12->TimelineSemaphore = filter("timelineSemaphore", of12->TimelineSemaphore);
                    of12->BufferDeviceAddress = filter("bufferDeviceAddress", of12->BufferDeviceAddress);
                    break;
                case StructureType.PhysicalDeviceVulkan13Features:
                    PhysicalDeviceVulkan13Features* of13 = (PhysicalDeviceVulkan13Features*)chain;
                    of13->SubgroupSizeControl = filter("subgroupSizeControl", of13->SubgroupSizeControl);
                    of13->ComputeFullSubgroups = filter("computeFullSubgroups", of13->ComputeFullSubgroups);
                    of13->DynamicRendering = filter("dynamicRendering", of13->DynamicRendering);
                    break;
                case StructureType.PhysicalDeviceDynamicRenderingFeatures:
                    PhysicalDeviceDynamicRenderingFeatures* rendering = (PhysicalDeviceDynamicRenderingFeatures*)chain;
                    rendering->DynamicRendering = filter("dynamicRendering", rendering->DynamicRendering);
                    break;
            }
        }
    }

    void Filter(ref PhysicalDeviceProperties properties)
    {
        properties.ApiVersion = Math.Min(properties.ApiVersion, profile.ApiVersion);
        (properties.VendorID, properties.DeviceType) = (profile.VendorId, profile.Type);
        fixed (byte* name = properties.DeviceName)
        {
            Write(profile.Name, name);
        }
        ref PhysicalDeviceLimits limits = ref properties.Limits;
        DeviceProfile.Limits most = profile.Most;
        for (int axis = 0; axis < 3; axis++)
        {
            limits.MaxComputeWorkGroupCount[axis] = Math.Min(limits.MaxComputeWorkGroupCount[axis], most.WorkgroupCount[axis]);
            limits.MaxComputeWorkGroupSize[axis] = Math.Min(limits.MaxComputeWorkGroupSize[axis], most.WorkgroupSize[axis]);
        }
        limits.MaxComputeWorkGroupInvocations = Math.Min(limits.MaxComputeWorkGroupInvocations, most.Invocations);
        limits.MaxComputeSharedMemorySize = Math.Min(limits.MaxComputeSharedMemorySize, most.SharedMemory);
        limits.MaxPushConstantsSize = Math.Min(limits.MaxPushConstantsSize, most.PushConstants);
        limits.MaxImageDimension2D = Math.Min(limits.MaxImageDimension2D, most.ImageSide);
        limits.NonCoherentAtomSize = most.NonCoherentAtom;
        limits.MinStorageBufferOffsetAlignment = Math.Max(limits.MinStorageBufferOffsetAlignment, most.StorageBufferAlignment);
        limits.TimestampPeriod = most.TimestampPeriod;
    }

    void FilterChain(BaseOutStructure* chain)
    {
        for (; chain is not null; chain = chain->PNext)
        {
            switch (chain->SType)
            {
                case StructureType.PhysicalDeviceSubgroupProperties:
                    ((PhysicalDeviceSubgroupProperties*)chain)->SubgroupSize = profile.Subgroup.Size;
                    break;
                case StructureType.PhysicalDeviceSubgroupSizeControlProperties:
                    var sizes = (PhysicalDeviceSubgroupSizeControlProperties*)chain;
                    (sizes->MinSubgroupSize, sizes->MaxSubgroupSize) = (profile.Subgroup.Least, profile.Subgroup.Largest);
                    break;
                case StructureType.PhysicalDeviceMaintenance3Properties:
                    ((PhysicalDeviceMaintenance3Properties*)chain)->MaxMemoryAllocationSize = profile.Most.Allocation;
                    break;
                case StructureType.PhysicalDeviceDriverProperties:
                    Write("simulated", ((PhysicalDeviceDriverProperties*)chain)->DriverName);
                    break;
            }
        }
    }

    nint ListFamilies(uint* count, QueueFamilyProperties* families)
    {
        *count = families is null ? (uint)profile.Families.Length : Math.Min(*count, (uint)profile.Families.Length);
        for (int i = 0; families is not null && i < *count; i++)
        {
            families[i] = new(profile.Families[i].Can, 1, profile.Families[i].TimestampBits, new Extent3D(1, 1, 1));
        }
        return 0;
    }

    List<ExtensionProperties> Extensions(Call real, nint device)
    {
        uint count = 0;
        real(device, 0, (nint)(&count), 0, 0, 0, 0, 0);
        ExtensionProperties[] found = new ExtensionProperties[count];
        fixed (ExtensionProperties* first = found)
        {
            real(device, 0, (nint)(&count), (nint)first, 0, 0, 0, 0);
        }
        List<ExtensionProperties> said = [.. found.Where(extension => !profile.Lacks.Contains(Text(extension)))];
        foreach (string name in profile.Offers)
        {
            ExtensionProperties offered = new(specVersion: 1);
            Write(name, offered.ExtensionName);
            said.Add(offered);
        }
        return said;
    }

    static nint ListExtensions(List<ExtensionProperties> said, uint* count, ExtensionProperties* found)
    {
        *count = found is null ? (uint)said.Count : Math.Min(*count, (uint)said.Count);
        for (int i = 0; found is not null && i < *count; i++)
        {
            found[i] = said[i];
        }
        return 0;
    }

    static string Text(ExtensionProperties extension) => Marshal.PtrToStringUTF8((nint)extension.ExtensionName)!;

    static void Write(string text, byte* to)
    {
        int length = Encoding.UTF8.GetBytes(text, new Span<byte>(to, 255));
        to[length] = 0;
    }
}
