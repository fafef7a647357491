using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>
/// A vertex and a fragment shader compiled for the device, which owns it. It takes no vertices, its three come from
/// gl_VertexIndex; both shaders see the same arguments; colours are premultiplied by alpha and laid over what is there.
/// </summary>
public sealed class DrawKernel
{
    internal DrawKernel(ShaderCode vertex, ShaderCode fragment, ImageFormat target, Pipeline pipeline, PipelineLayout layout) =>
        (Vertex, Fragment, Target, Pipeline, Layout) = (vertex, fragment, target, pipeline, layout);

    public string Name => Fragment.Name;

    public ShaderCode Vertex { get; }

    public ShaderCode Fragment { get; }

    /// <summary>Format of the images that it draws on.</summary>
    public ImageFormat Target { get; }

    /// <summary>Those of the fragment shader.</summary>
    public IReadOnlyList<KernelArgument> Arguments => Fragment.Arguments;

    public int ArgumentBytes => Math.Max(Vertex.ArgumentBytes, Fragment.ArgumentBytes);

    internal Pipeline Pipeline { get; }
    internal PipelineLayout Layout { get; }

    public override string ToString() => Name;
}
