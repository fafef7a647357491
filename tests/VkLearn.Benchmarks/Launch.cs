using System.Buffers.Binary;
using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn.Benchmarks;

/// <summary>One dispatch of a shader of this project.</summary>
sealed class Launch(GpuDevice gpu, string shader, Groups groups, uint localSize, Constant[] constants, object[] arguments)
{
    readonly Kernel kernel = gpu.GetKernel(ShaderCode.FromResource(typeof(Launch).Assembly, shader), localSize, constants);

    public void Record(CommandRecorder recorder) => recorder.Dispatch(kernel, Block(), groups.Grid.X, groups.Grid.Y);

    /// <summary>Runs it once and waits.</summary>
    public void Run()
    {
        using CommandRecorder recorder = gpu.BeginRecording(shader);
        Record(recorder);
        using CommandList list = recorder.End();
        gpu.Timeline.Wait(gpu.Timeline.Submit(list));
    }

    byte[] Block()
    {
        byte[] block = new byte[kernel.ArgumentBytes];
        for (int i = 0; i < arguments.Length; i++)
        {
            Span<byte> at = block.AsSpan(kernel.Arguments[i].Offset);
            switch (arguments[i])
            {
                case GpuBuffer buffer:
                    BinaryPrimitives.WriteUInt64LittleEndian(at, buffer.Address);
                    break;
                case float number:
                    BinaryPrimitives.WriteSingleLittleEndian(at, number);
                    break;
                case uint number:
                    BinaryPrimitives.WriteUInt32LittleEndian(at, number);
                    break;
                default:
                    throw new ArgumentException($"{shader}: argument {i} must be a buffer, float or uint, received {arguments[i]}.");
            }
        }

        return block;
    }
}
