using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn;

public static class Reading
{
    extension(Tensor tensor)
    {
        /// <summary>The values, row-major; waits for what was submitted. Other types come as floats.</summary>
        /// <param name="gpu">Where to compute what is still queued; by default the device of its inputs, else the one used last.</param>
        /// <exception cref="InvalidOperationException">This is read while it is being recorded.</exception>
        public float[] ToArray(GpuDevice? gpu = null)
        {
            if (tensor.Leaf is null or PlaceLeaf && Trace.IsRecording)
            {
                throw new InvalidOperationException(
                    $"{tensor} is being recorded: it has values after a replay, return it from the recording or Watch it.");
            }

            if (tensor.Leaf is null)
            {
                LooseTrace.Shared.Flush(gpu);
            }

            return tensor.Leaf switch
            {
                MemoryLeaf memory => Read(tensor.TensorType, memory),
                ConstantLeaf { Values: float[] floats } => [.. floats],
                ConstantLeaf { Values: Half[] halves } => Array.ConvertAll(halves, x => (float)x),
                ConstantLeaf { Values: int[] ints } => Array.ConvertAll(ints, x => (float)x),
                ConstantLeaf { Values: byte[] bytes } => Array.ConvertAll(bytes, x => (float)x),
                PlaceLeaf place => place.Place.ToArray(),
                _ => throw new InvalidOperationException($"{tensor} belongs to a recording that did not return or watch it."),
            };
        }

        /// <summary>The value of a scalar.</summary>
        public float Item(GpuDevice? gpu = null) =>
            tensor.Shape.Count == 1 ? tensor.ToArray(gpu)[0]
                : throw new InvalidOperationException($"Item: {tensor} is not one value; use ToArray.");
    }

    internal static float[] Read(TensorType type, MemoryLeaf memory)
    {
        int count = (int)type.Shape.Count;
        switch (type.Type)
        {
            case DType.Int32:
                int[] ints = new int[count];
                memory.Session.Gpu.Staging.Download<int>(memory.Buffer, ints, memory.ByteOffset);
                return Array.ConvertAll(ints, x => (float)x);
            case DType.Float16:
                Half[] halves = new Half[type.Bytes / 2];
                memory.Session.Gpu.Staging.Download<Half>(memory.Buffer, halves, memory.ByteOffset);
                return Array.ConvertAll(halves[..count], x => (float)x);
            case DType.UInt8:
                byte[] bytes = new byte[type.Bytes];
                memory.Session.Gpu.Staging.Download<byte>(memory.Buffer, bytes, memory.ByteOffset);
                return Array.ConvertAll(bytes[..count], x => (float)x);
            default:
                float[] floats = new float[count];
                memory.Session.Gpu.Staging.Download<float>(memory.Buffer, floats, memory.ByteOffset);
                return floats;
        }
    }
}
