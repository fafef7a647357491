using System.Runtime.InteropServices;
using Silk.NET.Vulkan;
using Call = VkLearn.Tests.Gpu.WrappedCalls.Call;

namespace VkLearn.Tests.Gpu.Simulated;

/// <summary>
/// The kinds of memory and heaps of a simulated device, all made of lavapipe's one. Heaps can be full; what the CPU does not see cannot be
/// mapped; where it is not coherent, what is mapped is a copy, which only a flush brings to the device and an invalidation from it.
/// </summary>
sealed unsafe class SimulatedMemory(DeviceProfile profile, Action<string> fault)
{
    const byte Stale = 0xcd; // in a copy that was never invalidated

    readonly Lock change = new();
    readonly Dictionary<nint, Piece> pieces = [];
    readonly ulong[] inUse = new ulong[profile.Heaps.Length];

    public IReadOnlyList<ulong> InUse => inUse;

    public Call? Wrap(string name, Call real) => name switch
    {
        "vkGetPhysicalDeviceMemoryProperties" => (_, b, _, _, _, _, _, _) => Describe((PhysicalDeviceMemoryProperties*)b),
        "vkGetPhysicalDeviceMemoryProperties2" => (_, b, _, _, _, _, _, _) => Describe((PhysicalDeviceMemoryProperties2*)b),
        "vkGetBufferMemoryRequirements" => (a, b, c, _, _, _, _, _) => Require(real(a, b, c, 0, 0, 0, 0, 0), (MemoryRequirements*)c, 0),
        "vkGetImageMemoryRequirements" => (a, b, c, _, _, _, _, _) =>
            Require(real(a, b, c, 0, 0, 0, 0, 0), (MemoryRequirements*)c, MemoryPropertyFlags.DeviceLocalBit),
        "vkAllocateMemory" => (device, b, c, d, _, _, _, _) => (nint)(int)Allocate(real, device, *(MemoryAllocateInfo*)b, c, (nint*)d),
        "vkFreeMemory" => (device, b, c, _, _, _, _, _) => Free(b) + real(device, b, c, 0, 0, 0, 0, 0),
        "vkMapMemory" => (device, b, offset, size, e, f, _, _) => (nint)(int)Map(real, device, b, offset, size, (nint*)f),
        "vkFlushMappedMemoryRanges" => (_, count, c, _, _, _, _, _) => Copy((uint)count, (MappedMemoryRange*)c, toDevice: true),
        "vkInvalidateMappedMemoryRanges" => (_, count, c, _, _, _, _, _) => Copy((uint)count, (MappedMemoryRange*)c, toDevice: false),
        _ => null,
    };

    nint Describe(PhysicalDeviceMemoryProperties* memory)
    {
        (memory->MemoryTypeCount, memory->MemoryHeapCount) = ((uint)profile.Types.Length, (uint)profile.Heaps.Length);
        for (int i = 0; i < profile.Types.Length; i++)
        {
            memory->MemoryTypes[i] = new(profile.Types[i].Properties, (uint)profile.Types[i].Heap);
        }
        for (int i = 0; i < profile.Heaps.Length; i++)
        {
            memory->MemoryHeaps[i] = new(profile.Heaps[i].Bytes, profile.Heaps[i].IsLocal ? MemoryHeapFlags.DeviceLocalBit : 0);
        }
        return 0;
    }

    nint Describe(PhysicalDeviceMemoryProperties2* memory)
    {
        for (BaseOutStructure* next = (BaseOutStructure*)memory->PNext; next is not null; next = next->PNext)
        {
            if (next->SType == StructureType.PhysicalDeviceMemoryBudgetPropertiesExt)
            {
                var budget = (PhysicalDeviceMemoryBudgetPropertiesEXT*)next;
                for (int i = 0; i < profile.Heaps.Length; i++)
                {
                    (budget->HeapBudget[i], budget->HeapUsage[i]) = (profile.Heaps[i].Budget ?? profile.Heaps[i].Bytes, inUse[i]);
                }
            }
        }
        return Describe(&memory->MemoryProperties);
    }

    nint Require(nint answer, MemoryRequirements* needed, MemoryPropertyFlags properties)
    {
        needed->MemoryTypeBits = 0;
        for (int i = 0; i < profile.Types.Length; i++)
        {
            needed->MemoryTypeBits |= profile.Types[i].Has(properties) ? 1u << i : 0;
        }
        return answer;
    }

    Result Allocate(Call real, nint device, MemoryAllocateInfo info, nint allocator, nint* memory)
    {
        const MemoryPropertyFlags plain = MemoryPropertyFlags.DeviceLocalBit | MemoryPropertyFlags.HostVisibleBit
            | MemoryPropertyFlags.HostCoherentBit | MemoryPropertyFlags.HostCachedBit;
        DeviceProfile.MemoryKind type = profile.Types[info.MemoryTypeIndex];
        ulong heapBytes = profile.Heaps[type.Heap].Bytes;
        if (info.AllocationSize > profile.Most.Allocation || info.AllocationSize > heapBytes)
        {
            fault($"{info.AllocationSize} bytes in one piece of type {info.MemoryTypeIndex}.");
        }
        if ((type.Properties & ~plain) != 0)
        {
            fault($"Memory of type {info.MemoryTypeIndex}, which is {type.Properties}, is not for anybody.");
        }
        lock (change)
        {
            if (inUse[type.Heap] + info.AllocationSize > heapBytes)
            {
                return Result.ErrorOutOfDeviceMemory;
            }
            info.MemoryTypeIndex = 0;
            nint result = real(device, (nint)(&info), allocator, (nint)memory, 0, 0, 0, 0);
            if ((Result)(int)result == Result.Success)
            {
                inUse[type.Heap] += info.AllocationSize;
                pieces.Add(*memory, new(type, info.AllocationSize));
            }
            return (Result)(int)result;
        }
    }

    nint Free(nint memory)
    {
        lock (change)
        {
            if (pieces.Remove(memory, out Piece? piece))
            {
                inUse[piece.Type.Heap] -= piece.Bytes;
                NativeMemory.Free((void*)piece.Shadow);
            }
        }
        return 0;
    }

    Result Map(Call real, nint device, nint memory, nint offset, nint size, nint* mapped)
    {
        Piece piece = Find(memory);
        if (!piece.Type.Has(MemoryPropertyFlags.HostVisibleBit))
        {
            fault($"Memory that is {piece.Type.Properties} cannot be mapped.");
            return Result.ErrorMemoryMapFailed;
        }
        nint result = real(device, memory, offset, size, 0, (nint)mapped, 0, 0);
        if ((Result)(int)result == Result.Success && !piece.Type.Has(MemoryPropertyFlags.HostCoherentBit))
        {
            piece.Real = *mapped - offset;
            piece.Shadow = (nint)NativeMemory.Alloc((nuint)piece.Bytes);
            NativeMemory.Fill((void*)piece.Shadow, (nuint)piece.Bytes, Stale);
            *mapped = piece.Shadow + offset;
        }
        return (Result)(int)result;
    }

    nint Copy(uint count, MappedMemoryRange* ranges, bool toDevice)
    {
        foreach (MappedMemoryRange range in new ReadOnlySpan<MappedMemoryRange>(ranges, (int)count))
        {
            Piece piece = Find((nint)range.Memory.Handle);
            ulong bytes = range.Size == Vk.WholeSize ? piece.Bytes - range.Offset : range.Size, end = range.Offset + bytes;
            ulong atom = profile.Most.NonCoherentAtom;
            if (range.Offset % atom != 0 || (end % atom != 0 && end != piece.Bytes) || end > piece.Bytes)
            {
                fault($"Bytes {range.Offset} to {end} of {piece.Bytes} are no whole atoms of {atom}.");
                continue;
            }
            nint offset = (nint)range.Offset, from = toDevice ? piece.Shadow : piece.Real, to = toDevice ? piece.Real : piece.Shadow;
            if (piece.Shadow != 0)
            {
                NativeMemory.Copy((void*)(from + offset), (void*)(to + offset), (nuint)bytes);
            }
        }
        return 0;
    }

    Piece Find(nint memory)
    {
        lock (change)
        {
            return pieces[memory];
        }
    }

    sealed record Piece(DeviceProfile.MemoryKind Type, ulong Bytes)
    {
        /// <summary>What is mapped where it is not coherent; 0 else.</summary>
        public nint Shadow { get; set; }

        public nint Real { get; set; }
    }
}
