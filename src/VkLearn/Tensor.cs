using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Primitives;

namespace VkLearn;

/// <summary>
/// A value of known shape that the GPU computes: contiguous, row-major. A tensor names a value, never a place: it does not change
/// (what changes is a <see cref="Parameter"/> or a <see cref="State"/>). Ops on tensors are traced, not run; what a recording returns,
/// and what is read outside one, can be read back with <see cref="ToArray"/>.
/// </summary>
public sealed class Tensor
{
    static long sequence;

    internal Tensor(TensorType type, Node? producer = null, Leaf? leaf = null)
    {
        TensorType = type;
        Producer = producer;
        Leaf = leaf;
        Id = Interlocked.Increment(ref sequence);
    }

    public TensorType TensorType { get; }
    public Shape Shape => TensorType.Shape;
    public DType Type => TensorType.Type;

    /// <summary>What this value is called in plans, messages and views: <c>layers.1:output</c>.</summary>
    public string? Name { get; internal set; }

    /// <summary>The number of rows when the last axis is taken as columns.</summary>
    public int Rows => checked((int)Shape.CountOf(Shape.Sizes[..Math.Max(0, Shape.Rank - 1)]));

    /// <summary>The size of the last axis, 1 for a scalar.</summary>
    public int Cols => Shape.Rank == 0 ? 1 : Shape[^1];

    /// <summary>Where it lies, for what reads it on the device: known for what a recording returned or watched; else null.</summary>
    public TensorMemory? Memory => Leaf switch
    {
        MemoryLeaf memory => new TensorMemory(memory.Buffer, memory.ByteOffset, TensorType),
        PlaceLeaf { Place: var place } => place.Memory,
        _ => null,
    };

    internal long Id { get; }

    /// <summary>What was traced together lies together in a table: passes over deep networks go through memory in order.</summary>
    public override int GetHashCode() => (int)Id;

    /// <summary>The op application that computes this value; null for a leaf.</summary>
    internal Node? Producer { get; private set; }

    /// <summary>Where a value that no op computes comes from.</summary>
    internal Leaf? Leaf { get; private set; }

    /// <summary>From now on this value lies in memory: what computed it is forgotten.</summary>
    internal void Become(Leaf leaf) => (Leaf, Producer) = (leaf, null); // in this order: another thread may look

    /// <summary>What lies in memory whenever it is read, row-major; for what other code writes there between replays.</summary>
    /// <param name="gpu">The device whose memory it is; the memory stays the caller's, and must live longer than what reads it.</param>
    public static Tensor At(GpuDevice gpu, TensorMemory memory) =>
        new(memory.Type, leaf: new MemoryLeaf(Session.Of(gpu), memory.Buffer, memory.ByteOffset));

    /// <summary>A constant.</summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public static Tensor From(float[] values, Shape shape) => Constant<float>(values, shape, DType.Float32);

    /// <inheritdoc cref="From(float[], Shape)"/>
    public static Tensor From(int[] values, Shape shape) => Constant<int>(values, shape, DType.Int32);

    /// <inheritdoc cref="From(float[], Shape)"/>
    public static Tensor From(byte[] values, Shape shape) => Constant<byte>(values, shape, DType.UInt8);

    /// <inheritdoc cref="From(float[], Shape)"/>
    public static Tensor From(Half[] values, Shape shape) => Constant<Half>(values, shape, DType.Float16);

    static Tensor Constant<T>(T[] values, Shape shape, DType type) =>
        values.Length == shape.Count
            ? new Tensor(new TensorType(shape, type), leaf: new ConstantLeaf((T[])[.. values])) // the array stays the caller's
            : throw new ArgumentException($"Tensor.From: {shape} holds {shape.Count} values, received {values.Length}.");

    /// <summary>All elements the same.</summary>
    public static Tensor Full(Shape shape, float value) => new Fill(shape, value).Apply()[0];

    public static Tensor Zeros(Shape shape) => Full(shape, 0);
    public static Tensor Ones(Shape shape) => Full(shape, 1);

    public static implicit operator Tensor(float value) => Full([], value);

    public static Tensor operator +(Tensor a, Tensor b) => Broadcasting.Apply(new Add(), a, b);
    public static Tensor operator -(Tensor a, Tensor b) => Broadcasting.Apply(new Subtract(), a, b);
    public static Tensor operator *(Tensor a, Tensor b) => Broadcasting.Apply(new Mul(), a, b);
    public static Tensor operator /(Tensor a, Tensor b) => Broadcasting.Apply(new Div(), a, b);
    public static Tensor operator -(Tensor a) => a.Type == DType.Int32 ? new Fill([], 0, DType.Int32).Apply()[0] - a : a * -1f;

    /// <summary>1 where a is less than b, else 0.</summary>
    public static Tensor operator <(Tensor a, Tensor b) => Broadcasting.Apply(new Less(), a, b);

    /// <summary>1 where a is greater than b, else 0.</summary>
    public static Tensor operator >(Tensor a, Tensor b) => Broadcasting.Apply(new Less(), b, a);

    public override string ToString() => Name is null ? TensorType.ToString() : $"{Name} {TensorType}";
}
