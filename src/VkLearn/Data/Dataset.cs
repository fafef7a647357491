using System.Security.Cryptography;
using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn.Data;

/// <summary>
/// Items and their labels. The whole set lies on the device, bytes as bytes, so that a batch is a gather there and nothing crosses the bus.
/// In training batches come in a new order each epoch and a last short batch is left out; in evaluation they come in order and the last is
/// filled up with rows of zeros labelled -1, which losses and accuracy leave out.
/// </summary>
public sealed class Dataset
{
    readonly Tensor items, labels;
    readonly float scale;
    Counters? training, evaluation;

    Dataset(Tensor items, int[] labels, Shape item, float scale, string name)
    {
        this.items = items;
        this.scale = scale;
        this.labels = Tensor.From(labels, [labels.Length]);
        (items.Name, this.labels.Name) = ($"{name}.items", $"{name}.labels");
        Shape = item;
        Count = labels.Length;
        Name = name;
    }

    sealed record Counters(Counter Position, Counter Epoch);

    public string Name { get; }

    /// <summary>The shape of one item.</summary>
    public Shape Shape { get; }

    public int Count { get; }

    /// <summary>What is done to the items of training batches, which must be images then; null: nothing.</summary>
    public Augmentation? Augmentation { get; set; }

    /// <summary>The epoch that training is in, from 0; null before a training step was recorded.</summary>
    public Counter? Epoch => training?.Epoch;

    /// <summary>The first item of the next training batch, in the epoch's order.</summary>
    public Counter? Position => training?.Position;

    /// <summary>A data set of floats: [count, ..item].</summary>
    /// <exception cref="ArgumentException">The numbers do not fit each other.</exception>
    public static Dataset From(float[] images, int[] labels, Shape shape)
    {
        Check(images.Length, labels, shape);
        return new Dataset(Tensor.From(images, [labels.Length, .. shape]), labels, shape, 1, "data");
    }

    /// <summary>A data set of bytes, which come in batches as numbers from 0 to 1.</summary>
    /// <inheritdoc cref="From(float[], int[], Shape)"/>
    public static Dataset From(byte[] images, int[] labels, Shape shape, string name = "data")
    {
        Check(images.Length, labels, shape);
        return new Dataset(Tensor.From(images, [labels.Length, .. shape]), labels, shape, 1 / 255f, name);
    }

    static void Check(int values, int[] labels, Shape shape)
    {
        if (labels.Length == 0 || values != labels.Length * shape.Count)
        {
            throw new ArgumentException(
                $"Dataset.From: {labels.Length} labels and items of shape {shape} need {labels.Length * shape.Count} values, " +
                $"received {values}.");
        }
    }

    /// <summary>Batches in an epoch of training.</summary>
    public int BatchesPerEpoch(int size) => Count / size;

    /// <summary>The next batch: items [size, ..item] and labels [size]. Call it once in a recording.</summary>
    /// <exception cref="ArgumentException">The batch is larger than the data set.</exception>
    public (Tensor Item, Tensor Label) NextBatch(int size)
    {
        Trace trace = Trace.Current;
        bool isTraining = trace.Training;
        if (size < 1 || (isTraining && size > Count))
        {
            throw new ArgumentException($"{Name}: a batch must have from 1 to {Count} items, which is all there are, received {size}.");
        }

        Session session = trace.Device;
        Settle(session);
        Counters counters = isTraining ? training ??= New(session, "training") : evaluation ??= New(session, "evaluation");
        Batch op = new(size, Shape, isTraining, Streams.Of(Name), scale, 0);
        Tensor[] batch = op.Apply(items, labels, counters.Position, counters.Epoch);
        Tensor item = isTraining && Augmentation is { } augmentation ? augmentation.Apply(batch[0]) : batch[0];
        (item.Name, batch[1].Name) = ("batch", "label");
        trace.Advance(new Advance(counters.Position, (uint)size, (uint)(isTraining ? Count - size : Count - 1), counters.Epoch));
        return (item, batch[1]);
    }

    Counters New(Session session, string use) =>
        new(session.Counters.New($"{Name}.{use}.position"), session.Counters.New($"{Name}.{use}.epoch"));

    /// <summary>Moves the set to a device now, not when its first batch is recorded.</summary>
    internal Dataset On(GpuDevice gpu)
    {
        Settle(Session.Of(gpu));
        return this;
    }

    /// <summary>
    /// SHA-256, in hexadecimal, over the labels and the items: whether a run that goes on still learns from the same. Reads the set back.
    /// </summary>
    internal string Hash()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, labels);
        Append(hash, items);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void Append(IncrementalHash hash, Tensor tensor)
    {
        const int pieceBytes = 1 << 24;
        MemoryLeaf memory = (MemoryLeaf)tensor.Leaf!;
        byte[] piece = new byte[Math.Min(pieceBytes, tensor.TensorType.Bytes)];
        for (long done = 0; done < tensor.TensorType.Bytes; done += piece.Length)
        {
            Span<byte> read = piece.AsSpan(0, (int)Math.Min(piece.Length, tensor.TensorType.Bytes - done));
            memory.Session.Gpu.Staging.Download(memory.Buffer, read, memory.ByteOffset + done);
            hash.AppendData(read);
        }
    }

    void Settle(Session session)
    {
        Settle(session, items);
        Settle(session, labels);
    }

    /// <summary>Moves a constant to the device, once for all recordings.</summary>
    static void Settle(Session session, Tensor tensor)
    {
        if (tensor.Leaf is ConstantLeaf constant)
        {
            tensor.Become(new MemoryLeaf(session, session.Keep(session.Upload(constant.Values, tensor.Name!)), 0));
        }
    }
}
