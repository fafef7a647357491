using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>A view's compute shader, run before the frame is drawn.</summary>
sealed class ComputeShader(string name)
{
    const int ArgumentBytes = 128;

    readonly ShaderCode code = ShaderCode.FromResource(typeof(ComputeShader).Assembly, name + ".comp");
    Kernel? kernel;
    (uint LocalSize, Constant[] Constants) made = (0, []);

    /// <summary>Runs it.</summary>
    /// <param name="groups">Workgroups.</param>
    /// <param name="localSize">Invocations of one.</param>
    /// <param name="constants">Its specialisation constants.</param>
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
