using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>A view's compute shader, run before the frame is drawn: in its <see cref="View.Prepare"/>.</summary>
/// <param name="code">Of your own assembly: <c>ShaderCode.FromResource(typeof(MyView).Assembly, "MyView.comp")</c>.</param>
public sealed class ComputeShader(ShaderCode code)
{
    const int ArgumentBytes = 128;

    Kernel? kernel;
    uint[] made = [];

    /// <param name="name">One of this assembly's, without its ending.</param>
    internal ComputeShader(string name) : this(ShaderCode.FromResource(typeof(ComputeShader).Assembly, name + ".comp"))
    {
    }

    /// <summary>Runs it. What it reads of others of this frame needs a <c>frame.Recorder.Barrier()</c> before it.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="groups">Workgroups.</param>
    /// <param name="constants">Value i is constant_id i; id 0 is the local size. Each new choice makes a pipeline: a few.</param>
    /// <param name="arguments">Those that the shader declares.</param>
    /// <exception cref="ArgumentException">They are others.</exception>
    public void Dispatch(
        FrameContext frame, int groups, ReadOnlySpan<uint> constants, params ReadOnlySpan<Argument> arguments)
    {
        if (kernel is null || !constants.SequenceEqual(made))
        {
            made = constants.ToArray();
            kernel = frame.Gpu.GetKernel(code, made);
        }
        Span<byte> block = stackalloc byte[ArgumentBytes];
        Argument.Write(code, arguments, block);
        frame.Recorder.Dispatch(kernel, block[..kernel.ArgumentBytes], (uint)groups);
    }
}
