using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>What is known, before memory is planned, of how far apart tensors will lie: places, and what is stored in ranges.</summary>
sealed class Strides(Session session)
{
    readonly Dictionary<Tensor, (object Memory, long Offset)> stored = [];

    /// <summary>Says that these tensors will lie one after the other, as parameters do.</summary>
    public void Store(IEnumerable<Tensor> tensors)
    {
        object memory = new();
        long offset = 0;
        foreach (Tensor tensor in tensors)
        {
            stored.Add(Views.Elements(tensor), (memory, offset));
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
        Tensor source = Views.Elements(tensor);
        if (source.Leaf is PlaceLeaf leaf)
        {
            Home home = session.Settle(leaf.Place);
            return (home.Buffer, home.ByteOffset);
        }

        return stored.TryGetValue(source, out (object Memory, long Offset) at) ? at : null;
    }
}
