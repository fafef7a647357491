using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>A shader with its specialisation constants, compiled for the device, which owns it.</summary>
public sealed class Kernel
{
    internal Kernel(SpecializedCode specialized, Pipeline pipeline, PipelineLayout layout) =>
        (Specialized, Pipeline, Layout) = (specialized, pipeline, layout);

    public string Name => Code.Name;

    public ShaderCode Code => Specialized.Code;

    /// <summary>The shader with its constants.</summary>
    public SpecializedCode Specialized { get; }

    public IReadOnlyList<KernelArgument> Arguments => Code.Arguments;

    public int ArgumentBytes => Code.ArgumentBytes;

    internal Pipeline Pipeline { get; }
    internal PipelineLayout Layout { get; }

    public override string ToString() => Name;
}
