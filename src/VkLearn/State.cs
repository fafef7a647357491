using VkLearn.Compile;

namespace VkLearn;

/// <summary>
/// What a recording carries to its next replay and no gradient changes: an optimiser's moments, running statistics, a sum.
/// </summary>
public sealed class State(string name, Shape shape, float initial = 0, DType type = DType.Float32)
    : Place(name, shape, Words(name, type))
{
    static DType Words(string name, DType type) => !type.IsPacked() ? type
        : throw new ArgumentException($"State \"{name}\": the type must be Float32 or Int32, received {type}.", nameof(type));

    readonly uint[]? words; // that it begins with; null: all alike

    /// <summary>One of integers that begins with them.</summary>
    /// <exception cref="ArgumentException">They are not as many as the shape's.</exception>
    public State(string name, Shape shape, IReadOnlyList<int> values) : this(name, shape, type: DType.Int32) =>
        words = values.Count == shape.Count ? Array.ConvertAll(values.ToArray(), value => (uint)value) : throw new ArgumentException(
            $"State \"{name}\" {shape} begins with {shape.Count} values, received {values.Count}.", nameof(values));

    /// <summary>The layer that it belongs to, if any.</summary>
    internal Layer? Owner { get; set; }

    /// <summary>Whether a batch leaves it to the next one, so that it is in no other program's file of weights.</summary>
    internal bool IsOfBatches { get; set; }

    /// <summary>Its name from the root of its tree: <c>layers.0.mean</c>.</summary>
    public override string Path => Owner.PathOf(Name);

    /// <summary>Gives it another value from this point of the trace on.</summary>
    /// <exception cref="ArgumentException">The value has another shape or type.</exception>
    public void Assign(Tensor value) => Trace.Current.Assign(this, value, by: "Assign");

    internal override uint? InitialWord => words is not null ? null
        : Type == DType.Int32 ? (uint)(int)initial : BitConverter.SingleToUInt32Bits(initial);

    internal override float[] Initial(Session session)
    {
        if (words is not null)
        {
            return Array.ConvertAll(words, BitConverter.UInt32BitsToSingle);
        }

        float[] values = new float[Shape.Count];
        Array.Fill(values, BitConverter.UInt32BitsToSingle(InitialWord!.Value));
        return values;
    }
}
