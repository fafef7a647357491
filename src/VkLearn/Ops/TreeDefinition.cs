using VkLearn.Primitives;

namespace VkLearn.Ops;

/// <summary>
/// A walk over trees as definitions state it: all inner nodes at once, as often as a tree can be high, after which none changes any more.
/// </summary>
sealed class TreeDefinition
{
    readonly TreeSizes sizes;
    readonly Tensor left, right; // Int32 [N nodes]: rows of [N rows, ..]
    readonly Tensor isNode;      // [N nodes, 1]

    public TreeDefinition(TreeSizes sizes, Tensor children)
    {
        this.sizes = sizes;
        int count = sizes.Trees * sizes.Nodes;
        Tensor child = children.Cast(DType.Float32).Reshape([count, 2]);
        Tensor own = Constant(node => sizes.Words + node % sizes.Nodes), first = Constant(node => node / sizes.Nodes * sizes.Rows);
        Tensor within = (child >= 0f) * (child < own);
        isNode = within.Slice(1, 0, 1) * within.Slice(1, 1, 1);
        Tensor rows = (Where.Select(within, child, 0f) + first).Cast(DType.Int32);
        (left, right) = (rows.Slice(1, 0, 1).Reshape([count]), rows.Slice(1, 1, 1).Reshape([count]));

        Tensor Constant(Func<int, int> of) => Tensor.From([.. Enumerable.Range(0, count).Select(node => (float)of(node))], [count, 1]);
    }

    /// <summary>Values of all rows, [N, rows, units]: those of the words as given, those of inner nodes by the nodes below.</summary>
    /// <param name="next">Values [N nodes, ..] of inner nodes, by those of all.</param>
    public Tensor[] Upwards(Tensor[] words, Func<Tensor[], Tensor[]> next)
    {
        Tensor[] all = [.. words.Select(word => Join(word, Tensor.Zeros(sizes.OfNodes(word.Cols).Shape)))];
        for (int i = 0; i < sizes.Nodes; i++)
        {
            all = [.. words.Zip(next(all), (word, made) => Join(word, made))];
        }

        return all;
    }

    Tensor Join(Tensor words, Tensor nodes) => Concat.Of(1, words, (nodes.Reshape([isNode.Rows, words.Cols]) * isNode)
        .Reshape(sizes.OfNodes(words.Cols).Shape));

    /// <summary>Of values of all rows those of both children of each inner node: [N nodes, units] each.</summary>
    public (Tensor Left, Tensor Right) Children(Tensor all)
    {
        Tensor rows = all.Reshape([sizes.Trees * sizes.Rows, all.Cols]);
        return (rows.Gather(left), rows.Gather(right));
    }

    /// <summary>Those side by side: [N nodes, 2 units].</summary>
    public Tensor Pairs(Tensor all)
    {
        (Tensor first, Tensor second) = Children(all);
        return Concat.Of(1, first, second);
    }

    /// <summary>Of values of all rows those of inner nodes: [N nodes, units].</summary>
    public Tensor Inner(Tensor all) => all.Slice(1, sizes.Words, sizes.Nodes).Reshape([isNode.Rows, all.Cols]);

    /// <summary>Values of inner nodes, [N nodes, ..], zeros where there is none.</summary>
    public Tensor WhereNode(Tensor nodes) => nodes * isNode;

    /// <summary>Values of all rows with those added that their parents give them, [N nodes, units] each.</summary>
    public Tensor Give(Tensor all, Tensor toLeft, Tensor toRight)
    {
        int count = sizes.Trees * sizes.Rows;
        Tensor given = WhereNode(toLeft).ScatterAdd(left, count) + WhereNode(toRight).ScatterAdd(right, count);
        return all + given.Reshape(all.Shape);
    }
}
