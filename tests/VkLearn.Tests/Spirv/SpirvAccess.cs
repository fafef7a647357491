using System.Runtime.InteropServices;
using System.Text;
using VkLearn.Gpu;

namespace VkLearn.Tests.Spirv;

/// <summary>
/// What a kernel's instructions do with the addresses in its push constants: which are loaded through, which are stored through. Each value
/// carries the set of arguments that it may come from, through access chains, casts, selections, phis, function calls and local variables,
/// until nothing changes; all branches count as taken. An access through an address of unknown origin is an error.
/// Numbers are those of the SPIR-V specification, section 3.
/// </summary>
sealed class SpirvAccess
{
    const uint PushConstant = 9, PhysicalStorageBuffer = 5349;

    readonly List<(uint Op, uint[] Operands)> instructions = [];
    readonly Dictionary<uint, (uint Storage, uint Pointee)> pointerTypes = [];
    readonly Dictionary<uint, uint[]> structs = [];
    readonly Dictionary<uint, uint> typeOf = [];
    readonly Dictionary<uint, uint> constants = [];
    readonly Dictionary<(uint Struct, uint Member), string> names = [];
    readonly Dictionary<uint, HashSet<string>> origins = [];
    readonly Dictionary<uint, HashSet<string>> contents = []; // of local variables
    readonly Dictionary<uint, string> members = []; // pointers to one argument
    readonly Dictionary<uint, (uint[] Parameters, List<uint> Returned)> functions = [];
    readonly Dictionary<string, Access> found = [];
    uint block, blockVariable;
    bool changed;

    SpirvAccess(ShaderCode code)
    {
        Read([.. code.Words]);
        foreach (KernelArgument argument in code.Arguments.Where(argument => argument.Kind == ArgumentKind.Address))
        {
            found.Add(argument.Name, Access.None);
        }

        do
        {
            changed = false;
            instructions.ForEach(Follow);
        }
        while (changed);
    }

    /// <summary>For each address argument, whether it is loaded through and stored through.</summary>
    public static IReadOnlyDictionary<string, Access> Of(ShaderCode code) => new SpirvAccess(code).found;

    void Read(uint[] words)
    {
        for (int at = 5; at < words.Length; at += (int)(words[at] >> 16))
        {
            uint op = words[at] & 0xffff;
            uint[] operands = words[(at + 1)..(at + (int)(words[at] >> 16))];
            instructions.Add((op, operands));
            switch (op)
            {
                case 6: // OpMemberName
                    ReadOnlySpan<byte> text = MemoryMarshal.AsBytes(operands.AsSpan(2));
                    names[(operands[0], operands[1])] = Encoding.UTF8.GetString(text[..text.IndexOf((byte)0)]);
                    break;
                case 30: // OpTypeStruct
                    structs[operands[0]] = operands[1..];
                    break;
                case 32: // OpTypePointer
                    pointerTypes[operands[0]] = (operands[1], operands[2]);
                    break;
                case 43: // OpConstant
                    constants[operands[1]] = operands[2];
                    break;
                case 59 when operands[2] == PushConstant: // OpVariable
                    (blockVariable, block) = (operands[1], pointerTypes[operands[0]].Pointee);
                    break;
            }
        }

        ReadFunctions();
    }

    void ReadFunctions()
    {
        (uint[] Parameters, List<uint> Returned) open = ([], []);
        uint id = 0;
        foreach ((uint op, uint[] operands) in instructions)
        {
            switch (op)
            {
                case 54: // OpFunction
                    (id, open) = (operands[1], ([], []));
                    functions[id] = open;
                    break;
                case 55: // OpFunctionParameter
                    open = ([.. open.Parameters, operands[1]], open.Returned);
                    functions[id] = open;
                    break;
                case 254: // OpReturnValue
                    open.Returned.Add(operands[0]);
                    break;
            }
        }
    }

    void Follow((uint Op, uint[] Operands) instruction)
    {
        (uint op, uint[] o) = instruction;
        switch (op)
        {
            case 59 or 55: // OpVariable, OpFunctionParameter
                typeOf[o[1]] = o[0];
                break;
            case 57: // OpFunctionCall: type, id, function, arguments
                (uint[] parameters, List<uint> returned) = functions[o[2]];
                for (int i = 0; i < parameters.Length; i++)
                {
                    Flow(o[3 + i], parameters[i]);
                    FlowContents(o[3 + i], parameters[i]);
                }

                Made(o, [.. returned]);
                break;
            case 61: // OpLoad: type, id, pointer
                Load(o);
                break;
            case 62: // OpStore: pointer, value
                Store(o[0], o[1]);
                break;
            case 63: // OpCopyMemory: target, source
                Touch(o[0], Access.Write);
                Touch(o[1], Access.Read);
                break;
            case 65 or 66 or 67 or 70: // OpAccessChain, OpInBoundsAccessChain, OpPtrAccessChain, OpInBoundsPtrAccessChain
                Chain(o);
                break;
            case 227: // OpAtomicLoad: type, id, pointer
                typeOf[o[1]] = o[0];
                Touch(o[2], Access.Read);
                break;
            case 228: // OpAtomicStore: pointer
                Touch(o[0], Access.Write);
                break;
            case >= 229 and <= 242: // the other atomics
                typeOf[o[1]] = o[0];
                Touch(o[2], Access.ReadWrite);
                break;
            case 245: // OpPhi: type, id, (value, block) ...
                Made(o, [.. o.Skip(2).Where((_, i) => i % 2 == 0)]);
                break;
            case 169: // OpSelect: type, id, condition, a, b
                Made(o, o[3], o[4]);
                break;
            case 82: // OpCompositeInsert: type, id, object, composite
                Made(o, o[2], o[3]);
                break;
            case 81: // OpCompositeExtract: type, id, composite
                Made(o, o[2]);
                break;
            case 80: // OpCompositeConstruct: type, id, parts
                Made(o, o[2..]);
                break;
            case 83 or 124 or 117 or 120 or 400 or 113:
                // OpCopyObject, OpBitcast, OpConvertPtrToU, OpConvertUToPtr, OpCopyLogical, OpUConvert
                Made(o, o[2]);
                break;
            case 128 or 130 or 197 or 199: // OpIAdd, OpISub, OpBitwiseOr, OpBitwiseAnd: arithmetic on addresses
                Made(o, o[2], o[3]);
                break;
        }
    }

    void Made(uint[] operands, params uint[] from)
    {
        typeOf[operands[1]] = operands[0];
        foreach (uint source in from)
        {
            Flow(source, operands[1]);
            FlowContents(source, operands[1]);
        }
    }

    void Load(uint[] o)
    {
        (uint type, uint id, uint pointer) = (o[0], o[1], o[2]);
        typeOf[id] = type;
        if (members.TryGetValue(pointer, out string? argument))
        {
            if (pointerTypes.TryGetValue(type, out var loaded) && loaded.Storage == PhysicalStorageBuffer)
            {
                Add(Set(origins, id), [argument]);
            }
        }
        else if (pointer == blockVariable)
        {
            throw new NotSupportedException("The whole argument block is loaded at once: say here how it is taken apart.");
        }
        else if (IsAddress(pointer))
        {
            Touch(pointer, Access.Read);
            RefuseAddress(type);
        }
        else
        {
            Add(Set(origins, id), Set(contents, pointer));
        }
    }

    void Store(uint pointer, uint value)
    {
        if (IsAddress(pointer))
        {
            Touch(pointer, Access.Write);
        }
        else if (origins.TryGetValue(value, out HashSet<string>? of))
        {
            Add(Set(contents, pointer), of);
        }
    }

    void Chain(uint[] o)
    {
        (uint type, uint id, uint from) = (o[0], o[1], o[2]);
        typeOf[id] = type;
        if (from == blockVariable)
        {
            members[id] = names[(block, constants[o[3]])];
        }
        else
        {
            Flow(from, id);
            FlowContents(from, id);
            FlowContents(id, from); // what is stored in an element is in the variable
        }
    }

    bool IsAddress(uint pointer) =>
        !typeOf.TryGetValue(pointer, out uint type) || !pointerTypes.TryGetValue(type, out var known)
            ? throw new NotSupportedException($"An access through %{pointer}, made by an instruction that is not known here.")
            : known.Storage == PhysicalStorageBuffer;

    void RefuseAddress(uint type)
    {
        if (pointerTypes.TryGetValue(type, out var loaded) && loaded.Storage == PhysicalStorageBuffer)
        {
            throw new NotSupportedException("An address is loaded from memory: what it points to cannot be declared.");
        }
    }

    void Touch(uint pointer, Access access)
    {
        if (!IsAddress(pointer))
        {
            return;
        }

        // In the first round a phi may not have what a later block gives it.
        foreach (string argument in Set(origins, pointer))
        {
            if ((found[argument] | access) != found[argument])
            {
                found[argument] |= access;
                changed = true;
            }
        }
    }

    void Flow(uint from, uint to) => Add(Set(origins, to), Set(origins, from));

    void FlowContents(uint from, uint to)
    {
        if (contents.TryGetValue(from, out HashSet<string>? of))
        {
            Add(Set(contents, to), of);
        }
    }

    void Add(HashSet<string> set, IEnumerable<string> more)
    {
        int before = set.Count;
        set.UnionWith([.. more]);
        changed |= set.Count > before;
    }

    static HashSet<string> Set(Dictionary<uint, HashSet<string>> sets, uint id)
    {
        if (!sets.TryGetValue(id, out HashSet<string>? set))
        {
            sets.Add(id, set = []);
        }

        return set;
    }
}
