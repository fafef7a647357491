using System.Collections.Concurrent;

namespace VkLearn.Compile;

/// <summary>
/// An op's definition traced for given input types: small ops from inputs to outputs. Those asked for lately are kept, as long as they do
/// not fill memory: a program may ask for ever new shapes.
/// </summary>
sealed class Definition
{
    const long MostKept = 64 << 20, NodeBytes = 1024; // about

    static readonly ConcurrentDictionary<Key, Definition> Known = new();
    static long kept;

    Definition(Tensor[] inputs, Tensor[] outputs)
    {
        Inputs = inputs;
        Outputs = outputs;
        OutputTypes = [.. outputs.Select(o => o.TensorType)];
        Nodes = Node.Before(outputs);
    }

    public Tensor[] Inputs { get; }
    public Tensor[] Outputs { get; }
    public TensorType[] OutputTypes { get; }
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>About how many bytes all that are kept take.</summary>
    public static long Kept => Volatile.Read(ref kept);

    long Bytes => Nodes.Count * NodeBytes + Nodes.SelectMany(node => node.Inputs).Distinct()
        .Sum(input => input.Leaf is ConstantLeaf ? input.TensorType.Bytes : 0);

    public static Definition Of(Op op, TensorType[] inputs)
    {
        Key key = new(op, inputs);
        if (Known.TryGetValue(key, out Definition? known))
        {
            return known;
        }

        Definition made = Make(op, inputs);
        if (Interlocked.Add(ref kept, made.Bytes) > MostKept)
        {
            Known.Clear();
            Interlocked.Exchange(ref kept, made.Bytes);
        }

        return Known.GetOrAdd(key, made);
    }

    static Definition Make(Op op, TensorType[] types)
    {
        Tensor[] inputs = [.. types.Select((type, i) => new Tensor(type, leaf: new InputLeaf(i)))];
        using (Trace.Begin(new Trace { IsDefinition = op.Name }))
        {
            return new Definition(inputs, op.Defined([.. inputs]));
        }
    }

    readonly struct Key(Op op, TensorType[] inputs) : IEquatable<Key>
    {
        public Op Op => op;
        public TensorType[] Inputs => inputs;

        public bool Equals(Key other) => op.Equals(other.Op) && inputs.AsSpan().SequenceEqual(other.Inputs);
        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            HashCode hash = new();
            hash.Add(op);
            foreach (TensorType type in inputs)
            {
                hash.Add(type);
            }

            return hash.ToHashCode();
        }
    }
}
