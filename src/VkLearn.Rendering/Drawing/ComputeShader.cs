using VkLearn.Gpu;

namespace VkLearn.Rendering;

/// <summary>A view's compute shader, run before the frame is drawn.</summary>
sealed class ComputeShader(string name)
{
    const int ArgumentBytes = 128;

    readonly ShaderCode code = ShaderCode.FromResource(typeof(ComputeShader).Assembly, name + ".comp");
    Kernel? kernel;
    uint[] made = [];

    /// <summary>Runs it.</summary>
    /// <param name="groups">Workgroups.</param>
    /// <param name="constants">Value i is constant_id i; id 0 is the local size.</param>
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
