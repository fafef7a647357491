namespace VkLearn.Gpu;

/// <summary>A block of a function.</summary>
internal sealed class SpirvBlock(uint label, int begin)
{
    public uint Label { get; } = label;

    /// <summary>Where its first instruction lies.</summary>
    public int Begin { get; } = begin;

    /// <summary>Where its last one lies.</summary>
    public int Terminator { get; set; }

    /// <summary>Where its OpSelectionMerge or OpLoopMerge lies; 0 if it has none.</summary>
    public int Merge { get; set; }

    /// <summary>Whether a way leads here.</summary>
    public bool IsLive { get; set; }

    /// <summary>Whether a merge instruction names it that stays.</summary>
    public bool IsNamed { get; set; }

    /// <summary>Whether it has nothing but its end.</summary>
    public bool IsStub => Begin == Terminator;

    /// <summary>The one way from here that is taken, where a constant decides.</summary>
    public uint? Taken { get; set; }

    /// <summary>Whether its construct goes, since nothing is selected any more.</summary>
    public bool DropsMerge { get; set; }

    /// <summary>Where ways lead from here.</summary>
    public List<uint> Next { get; } = [];
}

/// <summary>The blocks of a module's functions: which of them are reached when constants have decided what they decide.</summary>
internal sealed class SpirvBlocks
{
    readonly uint[] words;
    readonly SpirvConstants constants;
    readonly Dictionary<uint, SpirvBlock> byLabel = [];
    readonly Dictionary<uint, int> arrivals = []; // how many ways lead to a block
    readonly Stack<SpirvBlock> open = [];

    /// <param name="functions">Where the first of them begins.</param>
    /// <param name="constants">Those there are; what is computed from them is added.</param>
    public SpirvBlocks(uint[] words, int functions, SpirvConstants constants)
    {
        this.words = words;
        this.constants = constants;
        Read(functions);
        while (open.TryPop(out SpirvBlock? block))
        {
            Follow(block);
        }

        SpirvBlock[] live = [.. byLabel.Values.Where(block => block.IsLive)];
        foreach (SpirvBlock block in live)
        {
            block.DropsMerge = Drops(block);
        }

        foreach (SpirvBlock block in live.Where(block => block.Merge != 0 && !block.DropsMerge))
        {
            this[MergeOf(block)].IsNamed = true;
        }
    }

    public SpirvBlock this[uint label] => byLabel[label];

    public bool Goes(uint from, uint to) => this[from] is { IsLive: true } block && block.Next.Contains(to);

    /// <summary>Whether an instruction inside a function has a type and a result.</summary>
    public static bool HasResult(SpirvOp op) => op is not (SpirvOp.Line or SpirvOp.NoLine or SpirvOp.Store or SpirvOp.CopyMemory
        or SpirvOp.CopyMemorySized or SpirvOp.ImageWrite or SpirvOp.ControlBarrier or SpirvOp.MemoryBarrier or SpirvOp.AtomicStore
        or SpirvOp.DemoteToHelperInvocation or SpirvOp.LoopMerge or SpirvOp.SelectionMerge or SpirvOp.Label or 0) && !IsEnd(op);

    /// <summary>Whether an instruction ends a block.</summary>
    public static bool IsEnd(SpirvOp op) => op is >= SpirvOp.Branch and <= SpirvOp.Unreachable or SpirvOp.TerminateInvocation;

    void Read(int begin)
    {
        SpirvBlock? block = null;
        bool isFirst = false;
        for (int at = begin; at < words.Length; at += (int)(words[at] >> 16))
        {
            SpirvOp op = Op(at);
            switch (op)
            {
                case SpirvOp.Function:
                    isFirst = true;
                    break;
                case SpirvOp.Label:
                    block = new(words[at + 1], at + 2);
                    byLabel.Add(block.Label, block);
                    if (isFirst)
                    {
                        Reach(block);
                    }

                    isFirst = false;
                    break;
                case SpirvOp.LoopMerge or SpirvOp.SelectionMerge:
                    block!.Merge = at;
                    break;
                case var _ when IsEnd(op):
                    block!.Terminator = at;
                    break;
            }
        }
    }

    void Reach(SpirvBlock block)
    {
        if (!block.IsLive)
        {
            block.IsLive = true;
            open.Push(block);
        }
    }

    /// <summary>Computes what a block computes, and reaches where it leads. All that it uses was computed before: its definition lies on
    /// each way here.</summary>
    void Follow(SpirvBlock block)
    {
        for (int at = block.Begin; at < block.Terminator; at += (int)(words[at] >> 16))
        {
            if (SpirvConstants.Follows(Op(at)))
            {
                constants.Compute(Op(at), words[at + 1], words[at + 2], words.AsSpan(at + 3, (int)(words[at] >> 16) - 3));
            }
        }

        block.Taken = Taken(block);
        block.Next.AddRange(block.Taken is { } taken ? [taken] : Targets(block.Terminator));
        foreach (uint label in block.Next)
        {
            arrivals[label] = arrivals.GetValueOrDefault(label) + 1;
            Reach(this[label]);
        }

        if (block.Merge != 0 && Op(block.Merge) == SpirvOp.LoopMerge)
        {
            Reach(this[words[block.Merge + 2]]); // a loop keeps the block that it goes on by, also one that it never goes on by
        }
    }

    uint? Taken(SpirvBlock block)
    {
        ReadOnlySpan<uint> operands = words.AsSpan(block.Terminator + 1, (int)(words[block.Terminator] >> 16) - 1);
        return Op(block.Terminator) switch
        {
            SpirvOp.BranchConditional => constants[operands[0]] switch { null => null, 0 => operands[2], _ => operands[1] },
            SpirvOp.Switch when constants[operands[0]] is { } selector => Case(operands[1..], selector),
            _ => null,
        };
    }

    static uint Case(ReadOnlySpan<uint> targets, uint selector)
    {
        for (int i = 1; i < targets.Length; i += 2)
        {
            if (targets[i] == selector)
            {
                return targets[i + 1];
            }
        }

        return targets[0];
    }

    uint[] Targets(int at)
    {
        ReadOnlySpan<uint> operands = words.AsSpan(at + 1, (int)(words[at] >> 16) - 1);
        return Op(at) switch
        {
            SpirvOp.Branch => [operands[0]],
            SpirvOp.BranchConditional => [.. new HashSet<uint> { operands[1], operands[2] }],
            SpirvOp.Switch => [.. operands[1..].ToArray().Where((_, i) => i % 2 == 0).Distinct()],
            _ => [],
        };
    }

    /// <summary>
    /// Whether a selection that is decided can go. A switch only if nothing inside it that stays a construct jumps to its end: that jump
    /// would lead out of two at once.
    /// </summary>
    bool Drops(SpirvBlock block) => block is { Taken: { } taken, Merge: not 0 } && Op(block.Merge) == SpirvOp.SelectionMerge
        && (IsDecided(block) || LeavesAtItsEnd(taken, MergeOf(block)));

    bool LeavesAtItsEnd(uint label, uint end)
    {
        int ways = arrivals.GetValueOrDefault(end);
        for (int passed = 0; ways == 1 && label != end; passed++)
        {
            if (passed == byLabel.Count)
            {
                return false; // round in a circle, which no valid module has here
            }

            SpirvBlock block = this[label];
            if (block.Merge != 0 && !IsDecided(block))
            {
                label = MergeOf(block); // past what is nested
            }
            else if (block.Next is [var only])
            {
                label = only;
            }
            else
            {
                return false;
            }

            if (!this[label].IsLive)
            {
                return false;
            }
        }

        return ways <= 1;
    }

    bool IsDecided(SpirvBlock block) =>
        block.Taken is not null && Op(block.Merge) == SpirvOp.SelectionMerge && Op(block.Terminator) == SpirvOp.BranchConditional;

    uint MergeOf(SpirvBlock block) => words[block.Merge + 1];

    SpirvOp Op(int at) => (SpirvOp)(words[at] & 0xffff);
}
