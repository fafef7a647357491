using System.Runtime.InteropServices;
using VkLearn.Gpu;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Rendering;

/// <summary>Tensors for views, of any type, and what is in device memory.</summary>
internal sealed class Memory(GpuDevice gpu) : IDisposable
{
    readonly List<GpuBuffer> buffers = [];

    public TensorSource Tensor(IReadOnlyList<int> shape, params float[] values) => Tensor(ElementType.Float32, shape, values);

    /// <param name="offset">Bytes before it in its buffer.</param>
    public TensorSource Tensor(ElementType type, IReadOnlyList<int> shape, float[] values, int offset = 0, string name = "x")
    {
        byte[] bytes = [.. new byte[offset], .. Bytes(type, values)];
        GpuBuffer buffer = gpu.Memory.Allocate(Math.Max(1, bytes.Length), name);
        buffers.Add(buffer);
        gpu.Staging.Upload<byte>(bytes, buffer);
        TensorSource tensor = new(buffer, offset, type, shape, name);
        Assert.Equal(values.Length, tensor.Count);
        return tensor;
    }

    public void Write(TensorSource tensor, params float[] values) =>
        gpu.Staging.Upload<byte>(Bytes(tensor.Type, values), tensor.Buffer, tensor.ByteOffset);

    public T[] Read<T>(GpuBuffer buffer) where T : unmanaged
    {
        T[] values = new T[buffer.Bytes / Marshal.SizeOf<T>()];
        gpu.Staging.Download(buffer, values.AsSpan());
        return values;
    }

    /// <summary>Values that each type has exactly: whole numbers, without a sign for bytes.</summary>
    public static float[] Values(ElementType type, int count, int seed = 1)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(type == ElementType.UInt8 ? random.Next(256) : random.Next(-99, 100)))];
    }

    public void Dispose() => buffers.ForEach(static buffer => buffer.Dispose());

    static byte[] Bytes(ElementType type, float[] values) => type switch
    {
        ElementType.Float32 => MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
        ElementType.Float16 => [.. values.SelectMany(static value => BitConverter.GetBytes((Half)value))],
        ElementType.Int32 => [.. values.SelectMany(static value => BitConverter.GetBytes((int)value))],
        _ => [.. values.Select(static value => (byte)value)],
    };
}
