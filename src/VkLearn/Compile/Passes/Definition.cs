using System.Collections.Concurrent;

namespace VkLearn.Compile;

/// <summary>An op's definition traced for given input types: small ops from inputs to outputs. Traced once for each op and types.</summary>
sealed class Definition
{
    static readonly ConcurrentDictionary<Key, Definition> Known = new();

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

    public static Definition Of(Op op, TensorType[] inputs) => Known.GetOrAdd(new Key(op, inputs), static key => Make(key.Op, key.Inputs));

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
