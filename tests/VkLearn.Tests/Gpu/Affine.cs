using System.Buffers.Binary;
using VkLearn.Gpu;

namespace VkLearn.Tests.Gpu;

/// <summary>Shaders/Affine.comp with its buffers: y = scale x + bias, sum += y.</summary>
internal sealed class Affine : IDisposable
{
    public const int LocalSize = 32;

    public Affine(GpuDevice gpu, int count, float scale = 1, float bias = 0)
    {
        Kernel = gpu.GetKernel(Code, LocalSize, ("SCALE", scale));
        X = gpu.Memory.Allocate(count * sizeof(float), "x");
        Y = gpu.Memory.Allocate(count * sizeof(float), "y");
        Sum = gpu.Memory.Allocate(count * sizeof(float), "sum");
        (Count, Bias) = (count, bias);
        gpu.Staging.Fill(Sum, 0, Sum.Bytes);
    }

    public static ShaderCode Code => ShaderCode.FromResource(typeof(Affine).Assembly, "Affine.comp");

    public Kernel Kernel { get; }
    public GpuBuffer X { get; }
    public GpuBuffer Y { get; }
    public GpuBuffer Sum { get; }
    public int Count { get; }
    public float Bias { get; }
    public uint Groups => (uint)((Count + LocalSize - 1) / LocalSize);

    public byte[] Arguments(int? count = null)
    {
        byte[] bytes = new byte[Kernel.ArgumentBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, X.Address);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), Y.Address);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), Sum.Address);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), count ?? Count);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(32), Bias);
        return bytes;
    }

    public CommandList Record(GpuDevice gpu)
    {
        using CommandRecorder recorder = gpu.BeginRecording("affine");
        recorder.Dispatch(Kernel, Arguments(), Groups);
        return recorder.End();
    }

    public void Dispose()
    {
        X.Dispose();
        Y.Dispose();
        Sum.Dispose();
    }
}
