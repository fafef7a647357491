using System.Runtime.InteropServices;

namespace VkLearn.Gpu;

/// <summary>
/// Sees that a module holds all that reading it relies on, before anything is read: modules may come from strangers. It is no validator:
/// what is not read here is left to the driver, and drivers are known to crash on modules that are not valid. Numbers are those of the
/// SPIR-V specification, section 3.
/// </summary>
internal sealed class SpirvCheck
{
    const uint Magic = 0x07230203;
    const int HeaderWords = 5;
    const uint MostIds = 0x3fffff; // the specification's own limit, section 2.17
    const uint MostConstants = 1 << 16; // values of constants lie in an array by constant_id
    const uint SpecId = 1, Offset = 35; // decorations

    readonly string shader;
    readonly uint[] words;
    readonly HashSet<uint> functions = [], labels = [], specialized = [];
    readonly List<(int At, uint Label)> named = []; // by the function's instructions
    readonly HashSet<uint> ownLabels = [];
    int? entry, function, block; // where the entry point stands, the open function and its open block begin
    bool isMerged;

    SpirvCheck(string shader, uint[] words) => (this.shader, this.words) = (shader, words);

    /// <exception cref="ArgumentException">It does not; the message says what is wrong at which word.</exception>
    public static void Check(string shader, uint[] words) => new SpirvCheck(shader, words).Run();

    void Run()
    {
        CheckHeader();
        for (int at = HeaderWords; at < words.Length; at += Length(at))
        {
            if (Length(at) == 0 || Length(at) > words.Length - at)
            {
                throw new ArgumentException($"Shader \"{shader}\" is not whole: the instruction at word {at} has {Length(at)} words.");
            }

            CheckForm(at);
            CheckContent(at);
            CheckOrder(at);
        }

        CheckEntry();
    }

    void CheckHeader()
    {
        if (words.Length < HeaderWords || words[0] != Magic)
        {
            throw new ArgumentException($"Shader \"{shader}\" is not SPIR-V: it must begin with the word 0x{Magic:x8}.");
        }

        if (words[3] is 0 or > MostIds)
        {
            throw Wrong(3, $"ids go up to {words[3]}, where 1 to {MostIds} are allowed");
        }
    }

    void CheckForm(int at)
    {
        ReadOnlySpan<uint> operands = Operands(at);
        CheckForm(at, Op(at), operands);
        if (Op(at) == SpirvOp.SpecConstantOp)
        {
            CheckForm(at, (SpirvOp)operands[2], [.. operands[..2], .. operands[3..]]); // as that instruction would stand in a function
        }
    }

    void CheckForm(int at, SpirvOp op, ReadOnlySpan<uint> operands)
    {
        SpirvForm form = SpirvForm.Of(op);
        if (operands.Length < form.Least)
        {
            throw Wrong(at, $"Op{op} has {operands.Length} operands, {form.Least} are the least");
        }

        foreach (uint id in operands[form.Ids])
        {
            if (id == 0 || id >= words[3])
            {
                throw Wrong(at, $"Op{op} names the id {id}, where ids go from 1 to {words[3] - 1}");
            }
        }
    }

    void CheckContent(int at)
    {
        ReadOnlySpan<uint> operands = Operands(at);
        switch (Op(at))
        {
            case SpirvOp.Name when !HasEnd(operands[1..]):
            case SpirvOp.MemberName or SpirvOp.EntryPoint when !HasEnd(operands[2..]):
                throw Wrong(at, $"the text of Op{Op(at)} has no end");
            case SpirvOp.Decorate when operands[1] == SpecId && (operands.Length < 3 || operands[2] >= MostConstants):
                throw Wrong(at, $"a constant_id goes from 0 to {MostConstants - 1}");
            case SpirvOp.Decorate when operands[1] == SpecId && !specialized.Add(operands[0]):
                throw Wrong(at, $"the id {operands[0]} has a constant_id already");
            case SpirvOp.MemberDecorate when operands[2] == Offset && operands.Length < 4:
                throw Wrong(at, "an offset is missing");
            case SpirvOp.Phi or SpirvOp.Switch when operands.Length % 2 != 0:
                throw Wrong(at, $"Op{Op(at)} has {operands.Length} operands, which are no pairs");
            case SpirvOp.EntryPoint when entry is not null:
                throw Wrong(at, $"a second entry point; the first stands at word {entry}, and one is what a kernel has");
            case SpirvOp.EntryPoint:
                entry = at;
                break;
        }
    }

    static bool HasEnd(ReadOnlySpan<uint> text) => MemoryMarshal.AsBytes(text).Contains((byte)0);

    /// <summary>Functions follow each other; in them blocks that begin with a label and end with a branch or a return.</summary>
    void CheckOrder(int at)
    {
        switch (Op(at))
        {
            case SpirvOp.Function when function is not null:
                throw Wrong(at, $"a function begins within that of word {function}");
            case SpirvOp.Function:
                functions.Add(words[at + 2]);
                function = at;
                break;
            case SpirvOp.FunctionEnd when function is null || block is not null:
                throw Wrong(at, function is null ? "a function ends that has not begun" : $"the block of word {block} has no end");
            case SpirvOp.FunctionEnd:
                CheckNamed();
                function = null;
                break;
            case SpirvOp.Label:
                Begin(at);
                break;
            case SpirvOp.LoopMerge or SpirvOp.SelectionMerge or SpirvOp.Phi:
                Name(at);
                break;
            case var op when SpirvBlocks.IsEnd(op):
                Name(at);
                block = null;
                break;
        }
    }

    void Begin(int at)
    {
        if (function is null || block is not null)
        {
            throw Wrong(at, function is null ? "a label outside a function" : $"the block of word {block} has no end");
        }

        if (!labels.Add(words[at + 1]))
        {
            throw Wrong(at, $"a second label {words[at + 1]}");
        }

        ownLabels.Add(words[at + 1]);
        (block, isMerged) = (at, false);
    }

    /// <summary>Takes in the labels that an instruction names, which may still come.</summary>
    void Name(int at)
    {
        if (block is null)
        {
            throw Wrong(at, $"Op{Op(at)} outside a block");
        }

        bool isMerge = Op(at) is SpirvOp.LoopMerge or SpirvOp.SelectionMerge;
        if (isMerge && isMerged)
        {
            throw Wrong(at, "the block has a merge already");
        }

        isMerged |= isMerge;
        uint[] operands = Operands(at).ToArray();
        named.AddRange((Op(at) switch
        {
            SpirvOp.LoopMerge => operands[..2],
            SpirvOp.SelectionMerge or SpirvOp.Branch => operands[..1],
            SpirvOp.BranchConditional => operands[1..3],
            SpirvOp.Switch => operands[1..].Where((_, i) => i % 2 == 0),
            SpirvOp.Phi => operands[2..].Where((_, i) => i % 2 == 1),
            _ => [],
        }).Select(label => (at, label)));
    }

    void CheckNamed()
    {
        foreach ((int at, uint label) in named)
        {
            if (!ownLabels.Contains(label))
            {
                throw Wrong(at, $"Op{Op(at)} names the label {label}, which its function does not have");
            }
        }

        named.Clear();
        ownLabels.Clear();
    }

    void CheckEntry()
    {
        if (function is { } open)
        {
            throw Wrong(open, "the function has no end");
        }

        if (entry is not { } at)
        {
            throw new ArgumentException($"Shader \"{shader}\" has no entry point.");
        }

        ReadOnlySpan<uint> operands = Operands(at);
        if (operands[0] is not (0 or 4 or 5))
        {
            throw Wrong(at, $"an entry point of the execution model {operands[0]}; a kernel has 5, shaders of a view 0 and 4");
        }

        if (!MemoryMarshal.AsBytes(operands[2..]).StartsWith("main\0"u8))
        {
            throw Wrong(at, "the entry point is not called main");
        }

        if (!functions.Contains(operands[1]))
        {
            throw Wrong(at, $"the entry point is the function {operands[1]}, which is not there");
        }
    }

    SpirvOp Op(int at) => (SpirvOp)(words[at] & 0xffff);

    int Length(int at) => (int)(words[at] >> 16);

    ReadOnlySpan<uint> Operands(int at) => words.AsSpan(at + 1, Length(at) - 1);

    ArgumentException Wrong(int at, string found) => new($"Shader \"{shader}\", word {at}: {found}.");
}
