using VkLearn.Compile;

namespace VkLearn;

/// <summary>What training changes: a weight or a bias. A layer makes its own with <c>Add("weight", shape, initializer)</c>.</summary>
public sealed class Parameter(string name, Shape shape, Initializer initializer) : Place(name, shape, DType.Float32)
{
    uint? stream; // kept, so that it begins the same when there was no memory for it at first

    /// <summary>The layer that it belongs to.</summary>
    internal Layer? Owner { get; set; }

    /// <summary>
    /// Whether it is one whose weights should decay where an optimiser tells such from others (<c>AdamW</c>): unless set, what has two axes
    /// or more. Biases and what norms scale by are not.
    /// </summary>
    public bool Decays { get; set; } = shape.Rank > 1;

    /// <summary>
    /// What the index on each of its axes counts, for who tells people of an element: <c>input</c>, <c>neuron</c>. Axes side by side of the
    /// same name are said as one place, those without a name as a bare one. Empty: nobody said.
    /// </summary>
    public IReadOnlyList<string> Axes { get; init; } = [];

    /// <summary>Its name from the root of its tree: <c>layers.0.weight</c>.</summary>
    public override string Path => Owner.PathOf(Name);

    internal override float[] Initial(Session session) =>
        initializer.Made(Shape, session.Seed, stream ??= session.StreamOf("parameter", Path));
}
