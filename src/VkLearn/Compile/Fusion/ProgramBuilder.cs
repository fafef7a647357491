using VkLearn.Primitives;
using Random = VkLearn.Primitives.Random;

namespace VkLearn.Compile;

/// <summary>
/// Writes the program of a group of elementwise nodes. What it reads through broadcasts, permutations and reshapes becomes part of how the
/// input is addressed; constants become immediates; random numbers and indices are made where they are used.
/// </summary>
sealed class ProgramBuilder
{
    readonly IReadOnlySet<Node> members;
    readonly Node? anchor;
    readonly int[] domain;
    readonly int[] linear;
    readonly List<Input> inputs = [];
    readonly List<uint> immediates = [];
    readonly List<uint> steps = [];
    readonly Dictionary<Tensor, uint> registers = [];

    ProgramBuilder(IReadOnlySet<Node> members, Node? anchor, Shape shape)
    {
        this.members = members;
        this.anchor = anchor;
        domain = Squeeze(shape);
        linear = [.. Enumerable.Range(0, domain.Length)];
    }

    sealed record Input(Tensor Tensor, int[]? Axes);

    /// <summary>The program of these nodes, or null where it exceeds what a program can hold.</summary>
    /// <param name="anchor">The matrix product whose result is register 0, if there is one.</param>
    public static FusedProgram? Build(IReadOnlySet<Node> members, IReadOnlyList<Tensor> outputs, Node? anchor)
    {
        ProgramBuilder builder = new(members, anchor, anchor?.Outputs[0].Shape ?? outputs[0].Shape);
        uint[] results = [.. outputs.Select(output => builder.Visit(output, null))];
        return builder.Finish(results) is { } program ? program with { Halves = HalvesOf(outputs) } : null;
    }

    static uint HalvesOf(IReadOnlyList<Tensor> outputs) =>
        (outputs[0].Type == DType.Float16 ? FusedProgram.FirstIsHalf : 0)
        | (outputs.Count > 1 && outputs[1].Type == DType.Float16 ? FusedProgram.SecondIsHalf : 0);

    /// <summary>Whether this makes its values from nothing, so that it is made wherever it is used and never stored.</summary>
    public static bool IsFree(Tensor tensor) => tensor.Producer is { } node && node.Op switch
    {
        Fill or Iota or Random => true,
        Broadcast or Permute or Reshape => IsFree(node.Inputs[0]),
        Less or Equal or Cast => node.Op.Opcode(node.Inputs[0].Type) != 0 && node.Inputs.All(IsFree),
        _ => false,
    };

    /// <summary>
    /// The register that holds a tensor. Axes: the domain's axis of each of its axes of size above 1; null: element by element.
    /// </summary>
    uint Visit(Tensor tensor, int[]? axes)
    {
        while (true)
        {
            if (axes is null && registers.TryGetValue(tensor, out uint register))
            {
                return register;
            }

            if (tensor.Producer is not { } node)
            {
                return Read(tensor, axes);
            }

            switch (node.Op)
            {
                case Reshape when axes is null || Squeeze(node.Inputs[0].Shape).AsSpan().SequenceEqual(Squeeze(tensor.Shape)):
                    tensor = node.Inputs[0];
                    continue;
                case Broadcast or Permute when Axes(tensor, axes) is { } known:
                    axes = node.Op is Permute permute ? Through(permute, tensor, known) : Through(node.Inputs[0].Shape, tensor, known);
                    axes = axes.AsSpan().SequenceEqual(linear) ? null : axes;
                    tensor = node.Inputs[0];
                    continue;
                case Fill fill:
                    return Immediate(fill.Word);
                case Iota when axes is null:
                    return Emit(tensor, Opcode.Iota);
                case Random random when axes is null:
                    return Emit(tensor, Opcode.Random, Immediate(random.Stream));
            }

            bool computed = axes is null && node == anchor;
            if (computed)
            {
                return 0;
            }

            return axes is null && (members.Contains(node) || IsFree(tensor)) && node.Op is not (Broadcast or Permute)
                ? Compute(tensor, node)
                : Read(tensor, axes);
        }
    }

    uint Compute(Tensor tensor, Node node)
    {
        uint[] operands = [.. node.Inputs.Select(input => Visit(input, null))];
        uint opcode = node.Op.Opcode(node.Inputs[^1].Type);
        return opcode == Opcode.Copy ? operands[0] : Emit(tensor, opcode, operands);
    }

    uint Emit(Tensor tensor, uint opcode, params uint[] operands)
    {
        uint word = opcode;
        for (int i = 0; i < operands.Length; i++)
        {
            word |= operands[i] << (8 + 6 * i);
        }

        steps.Add(word);
        return registers[tensor] = FusedProgram.FirstStep + (uint)steps.Count - 1;
    }

    uint Immediate(uint word)
    {
        int index = immediates.IndexOf(word);
        if (index < 0)
        {
            immediates.Add(word);
            index = immediates.Count - 1;
        }

        return FusedProgram.FirstImmediate + (uint)index;
    }

    uint Read(Tensor tensor, int[]? axes)
    {
        int index = inputs.FindIndex(input => input.Tensor == tensor && Same(input.Axes, axes));
        if (index < 0)
        {
            inputs.Add(new Input(tensor, axes));
            index = inputs.Count - 1;
        }

        return (uint)index + FirstInput;
    }

    // Beside a matrix product register 0 is its result.
    uint FirstInput => anchor is null ? 0u : 1u;

    static bool Same(int[]? a, int[]? b) => a is null || b is null ? a == b : a.AsSpan().SequenceEqual(b);

    static int[] Squeeze(Shape shape) => [.. shape.Where(size => size != 1)];

    /// <summary>The domain's axes of a tensor's own: known, or one to one where the shapes are the same.</summary>
    int[]? Axes(Tensor tensor, int[]? axes) => axes ?? (Squeeze(tensor.Shape).AsSpan().SequenceEqual(domain) ? linear : null);

    /// <summary>How the input of a broadcast is addressed where its output is addressed by these axes.</summary>
    static int[] Through(Shape from, Tensor to, int[] axes)
    {
        int added = to.Shape.Rank - from.Rank;
        return [.. Enumerable.Range(0, from.Rank).Where(axis => from[axis] != 1).Select(axis => axes[Squeezed(to.Shape, axis + added)])];
    }

    static int[] Through(Permute permute, Tensor to, int[] axes) =>
    [
        .. Enumerable.Range(0, to.Shape.Rank)
            .Select(axis => permute.Order.ToList().IndexOf(axis))
            .Where(axis => to.Shape[axis] != 1)
            .Select(axis => axes[Squeezed(to.Shape, axis)]),
    ];

    /// <summary>The index of an axis among those of size above 1.</summary>
    static int Squeezed(Shape shape, int axis)
    {
        int index = 0;
        for (int i = 0; i < axis; i++)
        {
            index += shape[i] != 1 ? 1 : 0;
        }

        return index;
    }

    FusedProgram? Finish(uint[] results)
    {
        bool fits = steps.Count <= FusedProgram.MaxSteps && immediates.Count <= FusedProgram.MaxImmediates
            && inputs.Count <= (anchor is null ? FusedProgram.MaxInputs : 3);
        if (!fits || Collapse() is not { } axes)
        {
            return null;
        }

        List<(Tensor, uint)> accesses = [.. inputs.Select(input => (input.Tensor, Access(input, axes.Of)))];
        if (anchor is not null)
        {
            accesses.Insert(0, (anchor.Outputs[0], 0));
        }

        return new FusedProgram(accesses, immediates, steps, axes.Sizes, results);
    }

    /// <summary>The domain in at most four axes: neighbours that every input walks alike are one.</summary>
    (int[] Sizes, int[] Of)? Collapse()
    {
        int[] of = new int[domain.Length];
        List<int> sizes = [];
        for (int axis = 0; axis < domain.Length; axis++)
        {
            if (axis > 0 && anchor is null && inputs.All(input => Together(input.Axes, axis)))
            {
                sizes[^1] *= domain[axis];
            }
            else
            {
                sizes.Add(domain[axis]);
            }

            of[axis] = sizes.Count - 1;
        }

        if (anchor is not null)
        {
            return ([1, 1, 1, 1], MatrixAxes(anchor.Outputs[0].Shape));
        }

        int missing = FusedProgram.MaxAxes - sizes.Count;
        return missing < 0 ? null : ([.. Enumerable.Repeat(1, missing), .. sizes], [.. of.Select(axis => axis + missing)]);
    }

    static bool Together(int[]? axes, int axis)
    {
        if (axes is null)
        {
            return true;
        }

        int before = Array.IndexOf(axes, axis - 1), at = Array.IndexOf(axes, axis);
        return before < 0 ? at < 0 : at == before + 1;
    }

    /// <summary>A matrix product's axes are batch 1, rows 2, columns 3; those of size 1 are left out.</summary>
    static int[] MatrixAxes(Shape shape) =>
        [.. Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] != 1).Select(axis => axis + FusedProgram.MaxAxes - shape.Rank)];

    /// <summary>The access word of an input: its kind, its axes' order, what is repeated.</summary>
    static uint Access(Input input, int[] of)
    {
        const uint words = 1, bytes = 2, halves = 3;
        uint kind = input.Tensor.Type switch
        {
            DType.UInt8 => bytes,
            DType.Float16 => halves,
            _ => words,
        };
        if (input.Axes is null)
        {
            return kind | FusedProgram.Identity;
        }

        int[] stored = [.. input.Axes.Select(axis => of[axis]).Distinct()];
        int[] repeated = [.. Enumerable.Range(0, FusedProgram.MaxAxes).Except(stored)];
        int[] order = [.. repeated, .. stored];
        uint word = kind;
        for (int i = 0; i < order.Length; i++)
        {
            word |= (uint)order[i] << (4 + 2 * i);
        }

        return repeated.Aggregate(word, (bits, axis) => bits | 1u << (12 + axis));
    }
}
