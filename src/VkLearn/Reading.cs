using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn;

public static class Reading
{
    extension(Tensor tensor)
    {
        /// <summary>The values, row-major; waits for what was submitted. Other types come as floats, which have 24 bits of an
        /// integer: see <see cref="extension(Tensor).ToInt32Array(GpuDevice?)"/>.</summary>
        /// <param name="gpu">Where to compute what is still queued; by default the device of its inputs, else the one used last.</param>
        /// <exception cref="InvalidOperationException">This is read while it is being recorded.</exception>
        public float[] ToArray(GpuDevice? gpu = null)
        {
            Compute(tensor, gpu);
            return tensor.Leaf switch
            {
                MemoryLeaf memory => Read(tensor.TensorType, memory),
                ConstantLeaf { Values: float[] floats } => [.. floats],
                ConstantLeaf { Values: Half[] halves } => Array.ConvertAll(halves, x => (float)x),
                ConstantLeaf { Values: int[] ints } => Array.ConvertAll(ints, x => (float)x),
                ConstantLeaf { Values: byte[] bytes } => Array.ConvertAll(bytes, x => (float)x),
                PlaceLeaf place => place.Place.ToArray(),
                _ => throw NotKept(tensor),
            };
        }

        /// <summary>The integers, row-major, all bits of them; waits for what was submitted.</summary>
        /// <inheritdoc cref="extension(Tensor).ToArray(GpuDevice?)" path="/param"/>
        /// <exception cref="InvalidOperationException">This is read while it is being recorded, or is not Int32.</exception>
        public int[] ToInt32Array(GpuDevice? gpu = null)
        {
            RefuseOther(tensor.TensorType);
            Compute(tensor, gpu);
            return tensor.Leaf switch
            {
                MemoryLeaf memory => ReadInts(tensor.TensorType, memory),
                ConstantLeaf { Values: int[] ints } => [.. ints],
                PlaceLeaf place => place.Place.ToInt32Array(),
                _ => throw NotKept(tensor),
            };
        }

        /// <summary>The value of a scalar.</summary>
        public float Item(GpuDevice? gpu = null) =>
            tensor.Shape.Count == 1 ? tensor.ToArray(gpu)[0]
                : throw new InvalidOperationException($"Item: {tensor} is not one value; use ToArray.");
    }

    static void Compute(Tensor tensor, GpuDevice? gpu)
    {
        if (tensor.Leaf is null or PlaceLeaf && Trace.IsRecording && tensor.Producer is not { Waits: true })
        {
            throw new InvalidOperationException(
                $"{tensor} is being recorded: it has values after a replay, return it from the recording or Watch it.");
        }

        if (tensor.Leaf is null)
        {
            LooseTrace.Shared.Compute([tensor], gpu);
        }
    }

    static InvalidOperationException NotKept(Tensor tensor) =>
        new($"{tensor} belongs to a recording that did not return or watch it.");

    /// <exception cref="InvalidOperationException">These are no integers.</exception>
    internal static void RefuseOther(TensorType type)
    {
        if (type.Type != DType.Int32)
        {
            throw new InvalidOperationException($"ToInt32Array: {type.Shape} is {type.Type}. Read it with ToArray, or cast it to Int32.");
        }
    }

    internal static int[] ReadInts(TensorType type, MemoryLeaf memory)
    {
        int[] ints = new int[type.Shape.Count];
        Download(memory, ints.AsSpan());
        return ints;
    }

    internal static float[] Read(TensorType type, MemoryLeaf memory)
    {
        int count = (int)type.Shape.Count;
        switch (type.Type)
        {
            case DType.Int32:
                return Array.ConvertAll(ReadInts(type, memory), x => (float)x);
            case DType.Float16:
                Half[] halves = new Half[type.Bytes / 2];
                Download(memory, halves.AsSpan());
                return Array.ConvertAll(halves[..count], x => (float)x);
            case DType.UInt8:
                byte[] bytes = new byte[type.Bytes];
                Download(memory, bytes.AsSpan());
                return Array.ConvertAll(bytes[..count], x => (float)x);
            default:
                float[] floats = new float[count];
                Download(memory, floats.AsSpan());
                return floats;
        }
    }

    static void Download<T>(MemoryLeaf memory, Span<T> values) where T : unmanaged
    {
        memory.Session.Gpu.Staging.Download(memory.Buffer, values, memory.ByteOffset);
        GC.KeepAlive(memory); // who reads may be the last that holds it
    }
}
