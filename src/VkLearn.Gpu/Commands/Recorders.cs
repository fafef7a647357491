using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>Makes command lists and what records them.</summary>
/// <param name="handles">The device.</param>
/// <param name="device">What it can do.</param>
/// <param name="timeline">Where lists are submitted.</param>
/// <param name="living">Lists are counted there.</param>
/// <param name="drawing">Null where the device cannot draw.</param>
internal sealed class Recorders(
    VulkanHandles handles, DeviceInfo device, Timeline timeline, LivingObjects living, DynamicRendering? drawing)
{
    public CommandList NewList(string name) => new(handles, timeline, living, name);

    /// <summary>A recorder for a list, which is still to be begun.</summary>
    public CommandRecorder Of(CommandList list, bool isFrame) => new(handles.Vk, device, drawing, list, isFrame);

    /// <summary>Begins a list.</summary>
    public CommandRecorder Begin(string name)
    {
        CommandRecorder recorder = Of(NewList(name), isFrame: false);
        try
        {
            recorder.Begin(CommandBufferUsageFlags.SimultaneousUseBit); // pending more than once at a time
            return recorder;
        }
        catch
        {
            recorder.Dispose();
            throw;
        }
    }

    /// <summary>Goes on with a command buffer that a host has begun.</summary>
    public CommandRecorder OfHost(HostCommands host, CommandBuffer commands) => new(handles.Vk, device, drawing, host, commands);
}
