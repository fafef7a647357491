using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>What is known, before memory is planned, of how far apart tensors will lie: places, and what is stored in ranges.</summary>
sealed class Strides(Session session)
{
    readonly Dictionary<Tensor, (object Memory, long Offset)> stored = [];

    /// <summary>The tensor whose elements these are, in the same order.</summary>
    public static Tensor Source(Tensor tensor)
    {
        while (tensor.Producer is { Op: Reshape } node)
        {
            tensor = node.Inputs[0];
        }

        return tensor;
    }

    /// <summary>Says that these tensors will lie one after the other, as parameters do.</summary>
    public void Store(IEnumerable<Tensor> tensors)
    {
        object memory = new();
        long offset = 0;
        foreach (Tensor tensor in tensors)
        {
            stored.Add(Source(tensor), (memory, offset));
            offset += Session.Align(tensor.TensorType.Bytes);
        }
    }

    /// <summary>Bytes from one tensor to another; null where it is not known.</summary>
    public long? Between(Tensor from, Tensor to) =>
        Find(from) is { } a && Find(to) is { } b && a.Memory == b.Memory && (b.Offset - a.Offset) % sizeof(float) == 0
            ? b.Offset - a.Offset : null;

    public bool Knows(Tensor tensor) => Find(tensor) is not null;

    (object Memory, long Offset)? Find(Tensor tensor)
    {
        Tensor source = Source(tensor);
        if (source.Leaf is PlaceLeaf leaf)
        {
            Home home = session.Settle(leaf.Place);
            return (home.Buffer, home.ByteOffset);
        }

        return stored.TryGetValue(source, out (object Memory, long Offset) at) ? at : null;
    }
}
