namespace VkLearn.Ops;

/// <summary>
/// Trees of two children a node, [N, words + nodes, ..]: a tree's words come first, then its inner nodes, each behind its children.
/// Children Int32 [N, nodes, 2] name rows of their tree; there is one node less than there are words, and what names a row that is not
/// before it is no node. A node is a child of one other at most.
/// </summary>
readonly record struct TreeSizes(int Trees, int Nodes)
{
    /// <summary>Trees that a workgroup walks with: the more, the more nodes of a level share what is read of the weight.</summary>
    public const int MostTrees = 16;

    public int Words => Nodes + 1;

    public int Rows => Nodes + Words;

    public int Groups => (Trees + MostTrees - 1) / MostTrees;

    /// <summary>Trees of a group; the last may have fewer.</summary>
    public int InGroup => (Trees + Groups - 1) / Groups;

    public TensorType Order => new([Groups, InGroup * Nodes], DType.Int32);

    public TensorType Offsets => new([Groups, Nodes + 1], DType.Int32);

    public TensorType OfWords(int units) => new([Trees, Words, units], DType.Float32);

    public TensorType OfNodes(int units) => new([Trees, Nodes, units], DType.Float32);

    public TensorType OfAll(int units) => new([Trees, Rows, units], DType.Float32);

    public static TensorType Float(params int[] sizes) => new(Shape.Of(sizes), DType.Float32);

    /// <param name="op">Who asks, for the message.</param>
    /// <exception cref="ArgumentException">They are no children.</exception>
    public static TreeSizes Of(string op, TensorType children) =>
        children is { Type: DType.Int32, Shape: { Rank: 3 } shape } && shape[0] > 0 && shape[1] > 0 && shape[2] == 2
            ? new(shape[0], shape[1])
            : throw new ArgumentException(
                $"{op}: needs the children of the inner nodes of trees, Int32 [N, nodes, 2], received {children}.");

    /// <exception cref="ArgumentException">An input is not of the type that it must be of.</exception>
    public static void Check(string op, params (string Name, TensorType Is, TensorType Needed)[] inputs)
    {
        foreach ((string name, TensorType found, TensorType needed) in inputs)
        {
            if (found != needed)
            {
                throw new ArgumentException($"{op}: {name} must be {needed} with these sizes, received {found}.");
            }
        }
    }
}
