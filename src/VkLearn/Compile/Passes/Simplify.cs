using VkLearn.Primitives;
using Random = VkLearn.Primitives.Random;

namespace VkLearn.Compile;

/// <summary>Leaves out what is not needed, computes once what is computed twice, and computes constants now.</summary>
static class Simplify
{
    public static Graph Run(Graph graph)
    {
        Dictionary<Key, Tensor[]> known = [];
        Graph simplified = graph.Rewrite(node =>
        {
            if (Identity(node) is { } same)
            {
                return [same];
            }

            Node simple = Simpler(node) ?? node;
            Key key = new(simple);
            if (known.TryGetValue(key, out Tensor[]? twin))
            {
                return twin;
            }

            known.Add(key, simple.Outputs);
            return simple == node ? null : simple.Outputs;
        });
        Graph live = simplified.WithAllNodes().Live();
        NameViews(live);
        return live;
    }

    /// <summary>A tensor and its reshaped views are one thing in plans and messages.</summary>
    static void NameViews(Graph graph)
    {
        foreach (Node node in graph.Nodes.Where(node => node.Op is Reshape))
        {
            node.Inputs[0].Name ??= node.Outputs[0].Name;
            node.Outputs[0].Name ??= node.Inputs[0].Name;
        }
    }

    /// <summary>The input that an op merely passes on.</summary>
    static Tensor? Identity(Node node) => node.Op switch
    {
        Detach => node.Inputs[0],
        Reshape reshape when node.Inputs[0].Shape == reshape.To => node.Inputs[0],
        Add when IsFill(node.Inputs[1], 0) => node.Inputs[0],
        Add when IsFill(node.Inputs[0], 0) => node.Inputs[1],
        Mul or Div when IsFill(node.Inputs[1], 1) => node.Inputs[0],
        Mul when IsFill(node.Inputs[0], 1) => node.Inputs[1],
        _ => null,
    };

    static bool IsFill(Tensor tensor, float value) => tensor.Producer?.Op is Fill fill && fill.Value == value;

    static Node? Simpler(Node node) => node.Op switch
    {
        Reshape reshape when Producer<Fill>(node) is { } fill => Make(node, new Fill(reshape.To, fill.Value, fill.Type)),
        Broadcast broadcast when Producer<Fill>(node) is { } fill => Make(node, new Fill(broadcast.To, fill.Value, fill.Type)),
        Permute when Producer<Fill>(node) is { } fill => Make(node, new Fill(node.Outputs[0].Shape, fill.Value, fill.Type)),
        Reshape reshape when Producer<Reshape>(node) is not null => Make(node, reshape, node.Inputs[0].Producer!.Inputs[0]),
        Reshape reshape when Producer<Detach>(node) is not null => Make(node, reshape, node.Inputs[0].Producer!.Inputs[0]),
        MatMul matMul => WithoutTransposes(matMul, node),
        Random or Fill => null,
        _ => AsFill(node),
    };

    static T? Producer<T>(Node node) where T : Op => node.Inputs[0].Producer?.Op as T;

    static Node Make(Node from, Op op, params Tensor[] inputs) =>
        new(op, inputs, op.Inferred([.. inputs.Select(input => input.TensorType)]), from.Origin);

    /// <summary>A transposed operand becomes a flag.</summary>
    static Node? WithoutTransposes(MatMul op, Node node)
    {
        (Tensor a, bool turnedA) = Untransposed(node.Inputs[0]);
        (Tensor b, bool turnedB) = Untransposed(node.Inputs[1]);
        return turnedA || turnedB ? Make(node, new MatMul(op.TransposeA ^ turnedA, op.TransposeB ^ turnedB), a, b) : null;
    }

    static (Tensor Tensor, bool Turned) Untransposed(Tensor tensor) =>
        tensor.Producer is { Op: Permute { IsTranspose: true } } node ? (node.Inputs[0], true) : (tensor, false);

    /// <summary>
    /// An elementwise op whose inputs are each all one value: so is its output. Only what is exact is computed here: else it would depend
    /// on whether a constant has come to lie in memory, which a kernel reads, what bits come of it.
    /// </summary>
    static Node? AsFill(Node node)
    {
        if (node.Inputs.Length == 0 || node.Outputs.Length != 1 || node.Op.Opcode(node.Inputs[^1].Type) == 0
            || !(node.Op.IsExact || node.Outputs[0].Type == DType.Int32)
            || !node.Inputs.All(input => input.Producer?.Op is Fill))
        {
            return null;
        }

        double[][] one = [.. node.Inputs.Select(input => new double[] { ((Fill)input.Producer!.Op).Value })];
        TensorType[] types = [.. node.Inputs.Select(input => new TensorType([], input.Type))];
        TensorType output = node.Outputs[0].TensorType;
        double value = new Interpreter(default).Run(node.Op, one, types)[0][0];
        return Make(node, new Fill(output.Shape, output.Type == DType.Int32 ? value : (float)value, output.Type));
    }

    /// <summary>What makes two nodes compute the same.</summary>
    readonly struct Key(Node node) : IEquatable<Key>
    {
        readonly Node node = node;

        public bool Equals(Key other) => node.Op.Equals(other.node.Op) && node.Inputs.AsSpan().SequenceEqual(other.node.Inputs);
        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            HashCode hash = new();
            hash.Add(node.Op);
            foreach (Tensor input in node.Inputs)
            {
                hash.Add(input);
            }

            return hash.ToHashCode();
        }
    }
}
