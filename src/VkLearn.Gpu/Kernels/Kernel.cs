using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>A shader with its specialisation constants, compiled for the device, which owns it.</summary>
public sealed class Kernel
{
    internal Kernel(ShaderCode code, IReadOnlyList<uint> specialization, Pipeline pipeline, PipelineLayout layout) =>
        (Code, Specialization, Pipeline, Layout) = (code, specialization, pipeline, layout);

    public string Name => Code.Name;

    public ShaderCode Code { get; }

    /// <summary>Value i is constant_id i.</summary>
    public IReadOnlyList<uint> Specialization { get; }

    public IReadOnlyList<KernelArgument> Arguments => Code.Arguments;

    public int ArgumentBytes => Code.ArgumentBytes;

    internal Pipeline Pipeline { get; }
    internal PipelineLayout Layout { get; }

    public override string ToString() => Name;
}
