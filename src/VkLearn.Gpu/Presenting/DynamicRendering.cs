using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>Begin and end of drawing without render passes: core in Vulkan 1.3, the same calls by an extension before.</summary>
internal sealed unsafe class DynamicRendering
{
    readonly delegate* unmanaged[Cdecl]<CommandBuffer, RenderingInfo*, void> begin;
    readonly delegate* unmanaged[Cdecl]<CommandBuffer, void> end;

    public DynamicRendering(VulkanHandles handles, bool isCore)
    {
        string suffix = isCore ? "" : "KHR";
        begin = (delegate* unmanaged[Cdecl]<CommandBuffer, RenderingInfo*, void>)handles.Function($"vkCmdBeginRendering{suffix}");
        end = (delegate* unmanaged[Cdecl]<CommandBuffer, void>)handles.Function($"vkCmdEndRendering{suffix}");
    }

    public void Begin(CommandBuffer commands, GpuImage target, (float R, float G, float B, float A)? clear)
    {
        (float r, float g, float b, float a) = clear.GetValueOrDefault();
        RenderingAttachmentInfo colour = new(
            imageView: new(target.View), imageLayout: ImageLayout.ColorAttachmentOptimal,
            loadOp: clear is null ? AttachmentLoadOp.Load : AttachmentLoadOp.Clear, storeOp: AttachmentStoreOp.Store,
            clearValue: new(new ClearColorValue(r, g, b, a)));
        RenderingInfo info = new(
            renderArea: new(new(0, 0), new((uint)target.Width, (uint)target.Height)), layerCount: 1,
            colorAttachmentCount: 1, pColorAttachments: &colour);
        begin(commands, &info);
    }

    public void End(CommandBuffer commands) => end(commands);
}
