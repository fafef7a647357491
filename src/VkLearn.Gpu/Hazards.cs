using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>The one barrier: everything before it is done and seen by everything after it.</summary>
internal static unsafe class Hazards
{
    const PipelineStageFlags Stages =
        PipelineStageFlags.ComputeShaderBit | PipelineStageFlags.TransferBit | PipelineStageFlags.DrawIndirectBit;

    const AccessFlags Writes = AccessFlags.ShaderWriteBit | AccessFlags.TransferWriteBit;

    const AccessFlags Uses = Writes | AccessFlags.ShaderReadBit | AccessFlags.TransferReadBit | AccessFlags.IndirectCommandReadBit;

    /// <summary>Orders compute, transfers and indirect arguments. Vulkan 1.0's call: it says all that is needed.</summary>
    public static void Barrier(Vk vk, CommandBuffer commands) => Barrier(vk, commands, Stages, Uses);

    /// <summary>As <see cref="Barrier(Vk, CommandBuffer)"/>, and the host sees the writes too.</summary>
    public static void BarrierToHost(Vk vk, CommandBuffer commands) =>
        Barrier(vk, commands, Stages | PipelineStageFlags.HostBit, Uses | AccessFlags.HostReadBit);

    static void Barrier(Vk vk, CommandBuffer commands, PipelineStageFlags stages, AccessFlags uses)
    {
        MemoryBarrier barrier = new(srcAccessMask: Writes, dstAccessMask: uses);
        vk.CmdPipelineBarrier(commands, Stages, stages, 0, 1, &barrier, 0, null, 0, null);
    }
}
