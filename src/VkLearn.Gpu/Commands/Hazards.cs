using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>The one barrier: everything before it is done and seen by everything after it.</summary>
internal static unsafe class Hazards
{
    const PipelineStageFlags Stages =
        PipelineStageFlags.ComputeShaderBit | PipelineStageFlags.TransferBit | PipelineStageFlags.DrawIndirectBit;

    const AccessFlags Writes = AccessFlags.ShaderWriteBit | AccessFlags.TransferWriteBit;

    const AccessFlags Uses = Writes | AccessFlags.ShaderReadBit | AccessFlags.TransferReadBit | AccessFlags.IndirectCommandReadBit;

    const PipelineStageFlags DrawingStages = Stages | PipelineStageFlags.VertexShaderBit | PipelineStageFlags.FragmentShaderBit
        | PipelineStageFlags.ColorAttachmentOutputBit;

    const AccessFlags DrawingWrites = Writes | AccessFlags.ColorAttachmentWriteBit;

    const AccessFlags DrawingUses = Uses | DrawingWrites | AccessFlags.ColorAttachmentReadBit;

    /// <summary>All of an image: one level, one layer, its colour.</summary>
    public static ImageSubresourceRange WholeImage => new(ImageAspectFlags.ColorBit, 0, 1, 0, 1);

    /// <summary>Orders compute, transfers and indirect arguments. Vulkan 1.0's call: it says all that is needed.</summary>
    public static void Barrier(Vk vk, CommandBuffer commands) => Barrier(vk, commands, Stages, Uses);

    /// <summary>As <see cref="Barrier(Vk, CommandBuffer)"/>, and mapped memory shows the writes too.</summary>
    public static void BarrierToMapped(Vk vk, CommandBuffer commands) =>
        Barrier(vk, commands, Stages | PipelineStageFlags.HostBit, Uses | AccessFlags.HostReadBit);

    /// <summary>
    /// Orders drawing too, and changes an image's layout. Drawing stands between two of these, so the barriers of compute, also those of
    /// lists submitted before and after, need not know of it, and are valid on a queue that does not draw.
    /// </summary>
    public static void Barrier(Vk vk, CommandBuffer commands, Image image, ImageLayout from, ImageLayout to)
    {
        MemoryBarrier barrier = new(srcAccessMask: DrawingWrites, dstAccessMask: DrawingUses);
        ImageMemoryBarrier transition = new(
            srcAccessMask: DrawingWrites, dstAccessMask: DrawingUses, oldLayout: from, newLayout: to,
            srcQueueFamilyIndex: Vk.QueueFamilyIgnored, dstQueueFamilyIndex: Vk.QueueFamilyIgnored,
            image: image, subresourceRange: WholeImage);
        vk.CmdPipelineBarrier(commands, DrawingStages, DrawingStages, 0, 1, &barrier, 0, null, 1, &transition);
    }

    static void Barrier(Vk vk, CommandBuffer commands, PipelineStageFlags stages, AccessFlags uses)
    {
        MemoryBarrier barrier = new(srcAccessMask: Writes, dstAccessMask: uses);
        vk.CmdPipelineBarrier(commands, Stages, stages, 0, 1, &barrier, 0, null, 0, null);
    }
}
