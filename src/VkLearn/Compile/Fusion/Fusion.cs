using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>
/// Puts elementwise nodes together into programs, and onto the matrix products they follow. From the last node to the first, each joins the
/// group that reads it, where the group's program can hold it and nothing else needs it before the group runs.
/// </summary>
sealed class Fusion
{
    readonly Graph graph;
    readonly bool fuse;
    readonly Dictionary<Node, int> index = [];
    readonly Dictionary<Tensor, List<Node>> consumers = [];
    readonly HashSet<Tensor> kept = [];
    readonly Dictionary<Node, Group> groupOf = [];
    readonly List<Group> groups = [];
    readonly Dictionary<Node, Node> columnSumOf = [];
    readonly HashSet<Node> columnSums = [];

    Fusion(Graph graph, bool fuse)
    {
        this.graph = graph;
        this.fuse = fuse;
        foreach (Node node in graph.Nodes)
        {
            index.Add(node, index.Count);
            if (node.Op is not Reshape)
            {
                foreach (Tensor input in node.Inputs)
                {
                    Consumers(input).Add(node);
                }
            }
        }

        kept.UnionWith(graph.Roots.Select(Views.Elements));
    }

    /// <summary>Nodes that run as one program.</summary>
    sealed class Group(Node root, int position)
    {
        public Node Root => root;
        public int Position => position;
        public Node? Anchor { get; set; }
        public HashSet<Node> Members { get; set; } = [];
        public List<Tensor> Outputs { get; set; } = [];
        public FusedProgram? Program { get; set; }
        public Tensor? ColumnSum { get; set; }
    }

    /// <summary>The steps in an order in which each has what it reads.</summary>
    /// <param name="fuse">False: every op by itself, to tell whether fusion is at fault for a result.</param>
    public static List<Step> Run(Graph graph, bool fuse) => new Fusion(graph, fuse).Run();

    List<Step> Run()
    {
        FindColumnSums();
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            Visit(graph.Nodes[i]);
        }

        StoreWhatIsRead();
        return Ordered([.. groups.Select(ToStep), .. graph.Nodes.Where(IsKernel).Select(KernelStep)]);
    }

    List<Node> Consumers(Tensor tensor)
    {
        tensor = Views.Elements(tensor);
        if (!consumers.TryGetValue(tensor, out List<Node>? list))
        {
            consumers.Add(tensor, list = []);
        }

        return list;
    }

    static bool IsElementwise(Node node) =>
        node.Op is not Reshape && !node.Op.TakesProgram
        && node.Op.Opcode(node.Inputs.Length > 0 ? node.Inputs[^1].Type : DType.Float32) != 0;

    /// <summary>Whether it is part of how its readers address their input, or made by them, unless something needs it stored.</summary>
    static bool IsFolded(Node node) => node.Op is Broadcast or Permute || ProgramBuilder.IsFree(node.Outputs[0]);

    bool IsKernel(Node node) => !Views.IsView(node) && !IsElementwise(node) && !node.Op.TakesProgram && !columnSums.Contains(node);

    void Visit(Node node)
    {
        bool elementwise = IsElementwise(node) && !IsFolded(node);
        if ((elementwise || node.Op.TakesProgram) && !(fuse && !columnSumOf.ContainsKey(node) && Join(node)))
        {
            Found(node);
        }
    }

    Group Found(Node node)
    {
        Group group = new(node, index[node]) { Outputs = [node.Outputs[0]] };
        if (node.Op.TakesProgram)
        {
            group.Anchor = node;
            group.ColumnSum = columnSumOf.GetValueOrDefault(node)?.Outputs[0];
        }
        else
        {
            group.Members.Add(node);
            group.Program = ProgramBuilder.Build(group.Members, group.Outputs, null)
                ?? throw new NotSupportedException(
                    $"{node.Op.Name} {node.Outputs[0]} reads its inputs along more than {FusedProgram.MaxAxes} separate axes.");
        }

        groups.Add(group);
        groupOf[node] = group;
        return group;
    }

    /// <summary>Adds a node to the one group that reads it, as one more output where others read it too.</summary>
    bool Join(Node node)
    {
        Tensor output = node.Outputs[0];
        Group? group = null;
        bool stored = kept.Contains(output);
        List<Node> others = [];
        foreach (Node consumer in Consumers(output))
        {
            // Only a reading element by element is a reading inside the group.
            Group? reader = IsElementwise(consumer) && !IsFolded(consumer) ? groupOf.GetValueOrDefault(consumer) : null;
            if (reader is null || (group is not null && reader != group))
            {
                others.Add(consumer);
            }
            else
            {
                group = reader;
            }
        }

        if (group is null || (node.Op.TakesProgram && group.Anchor is not null) || others.Any(other => Position(other) <= group.Position))
        {
            return false;
        }

        return TryJoin(group, node, stored || others.Count > 0);
    }

    bool TryJoin(Group group, Node node, bool stored)
    {
        Node? anchor = node.Op.TakesProgram ? node : group.Anchor;
        HashSet<Node> members = node.Op.TakesProgram ? group.Members : [.. group.Members, node];
        List<Tensor> outputs = stored ? [.. group.Outputs, node.Outputs[0]] : group.Outputs;
        if (outputs.Count > FusedProgram.MaxOutputs || (anchor is not null && outputs.Any(output => !CanStore(anchor, output)))
            || outputs.Any(output => output.Shape.Count != node.Outputs[0].Shape.Count)
            || ProgramBuilder.Build(members, outputs, anchor) is not { } program)
        {
            return false;
        }

        (group.Anchor, group.Members, group.Outputs, group.Program) = (anchor, members, outputs, program);
        groupOf[node] = group;
        return true;
    }

    /// <summary>
    /// Whether a product's kernel can store a tensor: halves only where each row has an even number, so that whoever makes one makes the
    /// one beside it.
    /// </summary>
    static bool CanStore(Node product, Tensor tensor) =>
        tensor.Type != DType.Float16 || (product.Op is MatMul && product.Outputs[0].Shape[^1] % 2 == 0 && product.Outputs[0].Shape[^2] > 1);

    /// <summary>When a node runs: with its group, by itself, or with the first that reads it where it is folded into its readers.</summary>
    int Position(Node node) =>
        groupOf.TryGetValue(node, out Group? group) ? group.Position
        : IsElementwise(node) && Consumers(node.Outputs[0]) is { Count: > 0 } readers ? readers.Min(Position)
        : index[node];

    /// <summary>What was to be folded into its readers, but is read by one that cannot, gets a program of its own.</summary>
    void StoreWhatIsRead()
    {
        HashSet<Node> stored = [];
        List<Node> constants = [];
        Queue<Tensor> read = new(kept);
        foreach (Node node in graph.Nodes.Where(node => !IsElementwise(node) && node.Op is not Reshape))
        {
            foreach (Tensor input in node.Inputs)
            {
                read.Enqueue(input);
            }
        }

        foreach (Group group in groups)
        {
            Enqueue(group.Program);
        }

        while (read.TryDequeue(out Tensor? tensor))
        {
            if (Views.Elements(tensor).Producer is { } node && IsElementwise(node) && IsFolded(node)
                && stored.Add(node))
            {
                if (IsConstant(node))
                {
                    constants.Add(node);
                }
                else
                {
                    Enqueue(Found(node).Program);
                }
            }
        }

        constants.ForEach(MakeConstant); // at last: until then their readers make the value themselves

        void Enqueue(FusedProgram? program)
        {
            foreach ((Tensor tensor, _) in program?.Inputs ?? [])
            {
                read.Enqueue(tensor);
            }
        }
    }

    /// <summary>A stored tensor whose elements are all one known value is uploaded once, not made in each replay.</summary>
    static void MakeConstant(Node node)
    {
        Fill fill = (Fill)node.Op;
        int count = (int)fill.Shape.Count;
        node.Outputs[0].Become(new ConstantLeaf(
            fill.Type == DType.Int32 ? Filled((int)fill.Value, count) : Filled((float)fill.Value, count)));
    }

    static bool IsConstant(Node node) => node.Op is Fill { Shape.Count: <= 1 << 20 };

    static Array Filled<T>(T value, int count)
    {
        T[] values = new T[count];
        Array.Fill(values, value);
        return values;
    }

    /// <summary>
    /// The bias gradient, sums down the columns of what the weight gradient multiplies, is made with it. Decided by the graph alone, before
    /// anything is fused: these sums are added in another order than by themselves, and neither fusion nor a watch may change bits.
    /// </summary>
    void FindColumnSums()
    {
        bool IsWeightGradient(Node node) =>
            node.Op is MatMul { TransposeA: true, TransposeB: false } && node.Inputs.All(input => input.Shape.Rank == 2);
        foreach (Node node in graph.Nodes.Where(IsWeightGradient))
        {
            Tensor right = node.Inputs[1];
            Node? sum = Consumers(right).FirstOrDefault(other =>
                other.Op is Sum { Axis: 0, Scale: 1 } && other.Inputs[0].Shape == right.Shape && !columnSums.Contains(other));
            if (sum is not null && Consumers(sum.Outputs[0]).All(reader => index[reader] > index[node]))
            {
                columnSumOf.Add(node, sum);
                columnSums.Add(sum);
            }
        }
    }

    static Step ToStep(Group group)
    {
        if (group.Anchor is { } product)
        {
            return product.Op is MatMul ? new GemmStep(group.Position, product, group.Program, [.. group.Outputs], group.ColumnSum)
                : ProgramStep(group, product, [.. group.Outputs]);
        }

        FusedProgram program = group.Program!;
        Tensor[] inputs = [.. program.Inputs.Select(input => input.Tensor)];
        return new Step(group.Position, inputs, [.. group.Outputs], group.Root.Op, program.ReadsInPlace,
            pass => FusedElementwise.Dispatch(pass, program, group.Outputs));
    }

    static Step ProgramStep(Group group, Node product, Tensor[] outputs) => new(
        group.Position, [.. product.Inputs, .. group.Program?.Inputs.Skip(1).Select(input => input.Tensor) ?? []],
        outputs, product.Op, _ => false,
        pass => product.Op.Dispatch(pass, product.Inputs, outputs, group.Program));

    Step KernelStep(Node node)
    {
        // An optimiser's node has thousands of inputs, and is asked about each. Of what its kernels hand to each other it says nothing.
        HashSet<Tensor> inPlace = [.. node.Inputs.Where((_, i) => node.Op.IsReadInPlace(i))];
        inPlace.ExceptWith(node.Inputs.Where((_, i) => !node.Op.IsReadInPlace(i)));
        return new Step(index[node], node.Inputs, node.Outputs, node.Op, inPlace.Contains,
            pass => node.Op.Dispatched(pass, node.Inputs, node.Outputs));
    }

    /// <summary>By position, but each after what makes its inputs.</summary>
    static List<Step> Ordered(List<Step> steps)
    {
        Dictionary<Tensor, Step> makers = [];
        foreach (Step step in steps)
        {
            foreach (Tensor output in step.Outputs)
            {
                makers[output] = step;
            }
        }

        List<Step> ordered = [];
        HashSet<Step> placed = new(ReferenceEqualityComparer.Instance);
        foreach (Step step in steps.OrderBy(step => step.Position))
        {
            Place(step);
        }

        return ordered;

        void Place(Step step)
        {
            if (!placed.Add(step))
            {
                return;
            }

            foreach (Tensor input in step.Inputs)
            {
                if (makers.TryGetValue(Views.Memory(input), out Step? maker))
                {
                    Place(maker);
                }
            }

            ordered.Add(step);
        }
    }
}
