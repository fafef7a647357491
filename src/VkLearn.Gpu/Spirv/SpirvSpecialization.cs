namespace VkLearn.Gpu;

/// <summary>
/// A module with its specialisation constants made plain ones: what follows from them is computed, and the blocks that they rule out are
/// left out. A driver does so too, but only after it has translated the whole module: a fused program has a branch for each operation of
/// each step, and llvmpipe takes a quarter of a second to find out which of them is meant.
/// Numbers are those of the SPIR-V specification, section 3.
/// </summary>
internal sealed class SpirvSpecialization
{
    const int HeaderWords = 5;
    const uint SpecId = 1; // a decoration
    const int MostPasses = 64; // two or three are what a shader takes; one that is made to take many is left as it is then

    readonly uint[] words;
    readonly SpirvConstants constants;
    readonly SpirvBlocks blocks;
    readonly HashSet<uint> gone = []; // ids that nothing defines any more, or a constant does
    readonly HashSet<uint> open = []; // constants that the driver has to compute, being of a type that is not followed
    readonly List<uint> made = [];
    readonly List<uint> output;
    bool changed;

    SpirvSpecialization(uint[] words, ReadOnlySpan<uint> values)
    {
        this.words = words;
        output = new(words.Length);
        constants = new(bound: words[3]);
        int functions = ReadGlobals(values);
        blocks = new(words, functions, constants);
        WriteFunctions(functions);
        List<uint> body = [.. output];
        output.Clear();
        WriteGlobals(functions);
        output.AddRange(made);
        output.AddRange(body);
    }

    /// <param name="words">A module that <see cref="SpirvCheck"/> lets through.</param>
    /// <param name="values">By constant_id; constants beyond keep their default.</param>
    public static uint[] Apply(ReadOnlySpan<uint> words, ReadOnlySpan<uint> values)
    {
        uint[] module = words.ToArray();
        SpirvSpecialization pass;
        int passes = 0;
        do
        {
            pass = new(module, values); // once more, because a phi whose other ways are gone may be a constant
            module = [.. pass.output];
        }
        while (pass.changed && ++passes < MostPasses);
        return module;
    }

    /// <summary>Takes in the constants, the specialised ones by their values.</summary>
    /// <returns>Where functions begin.</returns>
    int ReadGlobals(ReadOnlySpan<uint> values)
    {
        Dictionary<uint, uint> specIds = [];
        int at = HeaderWords;
        for (; Op(at) != SpirvOp.Function; at += Length(at))
        {
            ReadOnlySpan<uint> operands = Operands(at);
            if (Op(at) == SpirvOp.Decorate && operands[1] == SpecId)
            {
                specIds.Add(operands[0], operands[2]);
            }
            else if (Op(at) is SpirvOp.SpecConstant or SpirvOp.SpecConstantTrue or SpirvOp.SpecConstantFalse
                && specIds.TryGetValue(operands[1], out uint id) && id < values.Length)
            {
                Specialize(at, values[(int)id]);
            }

            constants.Read(Op(at), operands);
        }

        return at;
    }

    void Specialize(int at, uint value)
    {
        if (Op(at) == SpirvOp.SpecConstant)
        {
            words[at + 3] = value;
        }
        else
        {
            words[at] = (uint)(value != 0 ? SpirvOp.SpecConstantTrue : SpirvOp.SpecConstantFalse) | (words[at] & 0xffff0000);
        }
    }

    void WriteGlobals(int end)
    {
        output.AddRange(words.AsSpan(0, HeaderWords));
        for (int at = HeaderWords; at < end; at += Length(at))
        {
            ReadOnlySpan<uint> operands = Operands(at);
            switch (Op(at))
            {
                case SpirvOp.Name or SpirvOp.Decorate when gone.Contains(operands[0]):
                case SpirvOp.Decorate when operands[1] == SpecId:
                    break;
                case SpirvOp.SpecConstantTrue or SpirvOp.SpecConstantFalse when constants.Has(operands[1]):
                case SpirvOp.SpecConstantOp when constants.Has(operands[1]):
                    constants.Write(output, operands[0], operands[1]);
                    break;
                case SpirvOp.SpecConstant:
                    Write(SpirvOp.Constant, operands);
                    break;
                case SpirvOp.SpecConstantComposite when !open.Overlaps(operands[2..].ToArray()):
                    Write(SpirvOp.ConstantComposite, operands);
                    break;
                case SpirvOp.SpecConstantComposite or SpirvOp.SpecConstantOp:
                    open.Add(operands[1]);
                    goto default;
                default:
                    output.AddRange(words.AsSpan(at, Length(at)));
                    break;
            }
        }
    }

    void WriteFunctions(int begin)
    {
        SpirvBlock? block = null;
        for (int at = begin; at < words.Length; at += Length(at))
        {
            if (Op(at) == SpirvOp.Label)
            {
                block = blocks[words[at + 1]];
                WriteLabel(block);
            }
            else if (Op(at) == SpirvOp.FunctionEnd)
            {
                block = null;
                Write(SpirvOp.FunctionEnd, []);
            }
            else if (block is null)
            {
                output.AddRange(words.AsSpan(at, Length(at)));
            }
            else if (block.IsLive)
            {
                WriteLive(block, at);
            }
            else if (Length(at) > 2 && SpirvBlocks.HasResult(Op(at)))
            {
                gone.Add(words[at + 2]);
            }
        }
    }

    void WriteLabel(SpirvBlock block)
    {
        if (block.IsLive || block.IsNamed)
        {
            Write(SpirvOp.Label, [block.Label]);
        }
        else
        {
            gone.Add(block.Label);
        }

        if (!block.IsLive)
        {
            changed |= !block.IsStub;
            if (block.IsNamed)
            {
                Write(SpirvOp.Unreachable, []);
            }
        }
    }

    void WriteLive(SpirvBlock block, int at)
    {
        if (at == block.Merge && block.DropsMerge)
        {
            changed = true;
        }
        else if (at == block.Terminator && block.Taken is { } taken)
        {
            WriteTaken(block, taken);
        }
        else if (SpirvConstants.Follows(Op(at)) && constants.Has(words[at + 2]))
        {
            constants.Write(made, words[at + 1], words[at + 2]);
            gone.Add(words[at + 2]);
            changed = true;
        }
        else if (Op(at) == SpirvOp.Phi)
        {
            WritePhi(block, Operands(at));
        }
        else
        {
            output.AddRange(words.AsSpan(at, Length(at)));
        }
    }

    /// <summary>The one way that is taken; a switch stays one where something inside leaves it early.</summary>
    void WriteTaken(SpirvBlock block, uint taken)
    {
        ReadOnlySpan<uint> operands = Operands(block.Terminator);
        if (Op(block.Terminator) == SpirvOp.Switch && !block.DropsMerge)
        {
            Write(SpirvOp.Switch, [operands[0], taken]);
            changed |= operands.Length > 2;
        }
        else
        {
            Write(SpirvOp.Branch, [taken]);
            changed = true;
        }
    }

    void WritePhi(SpirvBlock block, ReadOnlySpan<uint> operands)
    {
        List<uint> kept = [operands[0], operands[1]];
        for (int i = 2; i < operands.Length; i += 2)
        {
            if (blocks.Goes(from: operands[i + 1], to: block.Label))
            {
                kept.AddRange(operands.Slice(i, 2));
            }
        }

        changed |= kept.Count < operands.Length;
        if (kept.Count > 2)
        {
            Write(SpirvOp.Phi, [.. kept]);
        }
        else
        {
            made.AddRange([(uint)SpirvOp.Undef | 3 << 16, operands[0], operands[1]]);
        }
    }

    void Write(SpirvOp op, ReadOnlySpan<uint> operands)
    {
        output.Add((uint)op | (uint)(operands.Length + 1) << 16);
        output.AddRange(operands);
    }

    SpirvOp Op(int at) => (SpirvOp)(words[at] & 0xffff);

    int Length(int at) => (int)(words[at] >> 16);

    ReadOnlySpan<uint> Operands(int at) => words.AsSpan(at + 1, Length(at) - 1);
}
