using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>A view's compute shader, run before the frame is drawn: in its <see cref="View.Prepare"/>.</summary>
/// <param name="code">Of your own assembly: <c>ShaderCode.FromResource(typeof(MyView).Assembly, "MyView.comp")</c>.</param>
public sealed class ComputeShader(ShaderCode code)
{
    const int ArgumentBytes = 128;

    Kernel? kernel;
    (uint LocalSize, Constant[] Constants) made = (0, []);

    /// <param name="name">One of this assembly's, without its ending.</param>
    internal ComputeShader(string name) : this(ShaderCode.FromResource(typeof(ComputeShader).Assembly, name + ".comp"))
    {
    }

    /// <summary>Runs it. What it reads of others of this frame needs a <c>frame.Recorder.Barrier()</c> before it.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="groups">Workgroups.</param>
    /// <param name="localSize">Invocations of one.</param>
    /// <param name="constants">Its specialisation constants, by name. Each new choice makes a pipeline: a few.</param>
    /// <param name="arguments">Those that the shader declares.</param>
    /// <exception cref="ArgumentException">They are others.</exception>
    public void Dispatch(
        FrameContext frame, int groups, uint localSize, ReadOnlySpan<Constant> constants, params ReadOnlySpan<Argument> arguments)
    {
        if (kernel is null || localSize != made.LocalSize || !constants.SequenceEqual(made.Constants))
        {
            made = (localSize, constants.ToArray());
            kernel = frame.Gpu.GetKernel(code, localSize, constants);
        }
        Span<byte> block = stackalloc byte[ArgumentBytes];
        Argument.Write(code, arguments, block);
        frame.Recorder.Dispatch(kernel, block[..kernel.ArgumentBytes], (uint)groups);
    }
}
