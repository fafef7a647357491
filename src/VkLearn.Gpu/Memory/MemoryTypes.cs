using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>The kinds of memory that a device has, and which of them are tried for a use, in what order.</summary>
internal sealed unsafe class MemoryTypes
{
    public const string BudgetExtension = "VK_EXT_memory_budget";

    const MemoryPropertyFlags Local = MemoryPropertyFlags.DeviceLocalBit, Visible = MemoryPropertyFlags.HostVisibleBit,
        Coherent = MemoryPropertyFlags.HostCoherentBit, Cached = MemoryPropertyFlags.HostCachedBit;

    readonly Vk vk;
    readonly PhysicalDevice device;
    readonly bool tellsBudget;
    readonly MemoryType[] types;
    readonly ulong[] heaps; // bytes
    readonly ulong largestLocal; // of the heaps

    /// <param name="vk">Entry points of the instance.</param>
    /// <param name="device">As the driver lists it.</param>
    /// <param name="tellsBudget">Whether it has <see cref="BudgetExtension"/>.</param>
    public MemoryTypes(Vk vk, PhysicalDevice device, bool tellsBudget)
    {
        (this.vk, this.device, this.tellsBudget) = (vk, device, tellsBudget);
        vk.GetPhysicalDeviceProperties(device, out PhysicalDeviceProperties properties);
        Atom = (long)properties.Limits.NonCoherentAtomSize;
        vk.GetPhysicalDeviceMemoryProperties(device, out PhysicalDeviceMemoryProperties memory);
        types = new MemoryType[memory.MemoryTypeCount];
        heaps = new ulong[memory.MemoryHeapCount];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = memory.MemoryTypes[i];
        }
        for (int i = 0; i < heaps.Length; i++)
        {
            heaps[i] = memory.MemoryHeaps[i].Size;
            largestLocal = memory.MemoryHeaps[i].Flags.HasFlag(MemoryHeapFlags.DeviceLocalBit)
                ? Math.Max(largestLocal, heaps[i]) : largestLocal;
        }
    }

    /// <summary>Bytes that what is flushed or invalidated begins and ends at multiples of.</summary>
    public long Atom { get; }

    public MemoryPropertyFlags this[int type] => types[type].PropertyFlags;

    /// <summary>
    /// Those that serve a use, the best first; of equals in the driver's order, which is that of their speed; those whose heap has no room
    /// in the budget of this process last.
    /// </summary>
    public int[] InOrder(MemoryUse use, MemoryRequirements needed)
    {
        int[] serving = [.. Enumerable.Range(0, types.Length)
            .Where(i => (needed.MemoryTypeBits >> i & 1) != 0 && Serves(use, types[i].PropertyFlags)
                && needed.Size <= heaps[types[i].HeapIndex])
            .OrderByDescending(i => Rank(use, types[i]))];
        return serving.Length > 1 && tellsBudget ? RoomFirst(serving, needed.Size) : serving;
    }

    /// <summary>Types with more properties than these are for what we do not do, or want a feature: AMD's uncached ones do.</summary>
    static bool Serves(MemoryUse use, MemoryPropertyFlags properties) => (properties & ~(Local | Visible | Coherent | Cached)) == 0
        && use switch
        {
            MemoryUse.Device => properties.HasFlag(Local),
            MemoryUse.DeviceOrHost => true,
            _ => properties.HasFlag(Visible),
        };

    /// <summary>
    /// What is staged goes by the host's memory: of the device's, the CPU may see a small window only, which is left alone for buffers too.
    /// If it sees all of it (integrated devices, resizable BAR) buffers lie where it does.
    /// </summary>
    int Rank(MemoryUse use, MemoryType type)
    {
        MemoryPropertyFlags properties = type.PropertyFlags;
        int isLocal = properties.HasFlag(Local) ? 1 : 0, isCoherent = properties.HasFlag(Coherent) ? 1 : 0;
        int isCached = properties.HasFlag(Cached) ? 1 : 0;
        return use switch
        {
            MemoryUse.Upload => 4 * isCoherent - 2 * isLocal - isCached,
            MemoryUse.Readback => 4 * isCached + 2 * isCoherent - isLocal,
            _ => isLocal * (heaps[type.HeapIndex] == largestLocal ? 2 + isCoherent : 1),
        };
    }

    int[] RoomFirst(int[] serving, ulong bytes)
    {
        PhysicalDeviceMemoryBudgetPropertiesEXT budget = new(pNext: null);
        PhysicalDeviceMemoryProperties2 memory = new(pNext: &budget);
        vk.GetPhysicalDeviceMemoryProperties2(device, &memory);
        bool[] isFull = new bool[heaps.Length];
        for (int heap = 0; heap < heaps.Length; heap++)
        {
            isFull[heap] = budget.HeapUsage[heap] + bytes > budget.HeapBudget[heap];
        }
        return [.. serving.OrderBy(i => isFull[types[i].HeapIndex])];
    }
}
