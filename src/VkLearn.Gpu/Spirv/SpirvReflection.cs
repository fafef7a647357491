using System.Runtime.InteropServices;
using System.Text;

namespace VkLearn.Gpu;

/// <summary>
/// Reads a module's push-constant block and specialisation constants from its SPIR-V, so that the shader is the only place
/// that declares them. Numbers are those of the SPIR-V specification, section 3.
/// </summary>
internal sealed class SpirvReflection
{
    const int HeaderWords = 5;
    const uint MostOffset = ushort.MaxValue; // devices have 128 bytes, or 256
    const uint PushConstant = 9, PhysicalStorageBuffer = 5349; // storage classes
    const uint SpecId = 1, NonWritable = 24, NonReadable = 25, Offset = 35; // decorations

    readonly string shader;
    readonly Dictionary<uint, Type> types = [];
    readonly Dictionary<(uint Struct, uint Member), string> names = [];
    readonly Dictionary<(uint Struct, uint Member), uint> offsets = [];
    readonly HashSet<(uint Struct, uint Member, uint Decoration)> decorations = [];
    readonly Dictionary<uint, string> idNames = [];
    readonly Dictionary<uint, uint> specializationIds = [], defaults = []; // by id
    uint block; // the push-constant structure, 0 when there is none

    /// <param name="words">A module that <see cref="SpirvCheck"/> lets through.</param>
    /// <exception cref="ArgumentException">An argument is of a kind that kernels cannot take.</exception>
    public SpirvReflection(string shader, ReadOnlySpan<uint> words)
    {
        this.shader = shader;
        for (int at = HeaderWords, count; at < words.Length; at += count)
        {
            count = (int)(words[at] >> 16);
            Read(words[at] & 0xffff, words.Slice(at + 1, count - 1));
        }
        Constants = [.. specializationIds.OrderBy(id => id.Value)
            .Select(id => new KernelConstant(idNames.GetValueOrDefault(id.Key, ""), id.Value, Default(id.Key)))];
        Arguments = block == 0 ? []
            : [.. TypeOf(block, TypeKind.Struct).Operands.Select((type, member) => Argument((uint)member, type)).OrderBy(x => x.Offset)];
    }

    public IReadOnlyList<KernelArgument> Arguments { get; }

    public IReadOnlyList<KernelConstant> Constants { get; }

    public ShaderStage Stage { get; private set; }

    public bool UsesSubgroups { get; private set; }

    enum TypeKind { Int, Float, Vector, Struct, Pointer }

    void Read(uint opcode, ReadOnlySpan<uint> operands)
    {
        switch (opcode)
        {
            case 5: // OpName
                idNames[operands[0]] = Text(operands[1..]);
                break;
            case 6: // OpMemberName
                names[(operands[0], operands[1])] = Text(operands[2..]);
                break;
            case 15: // OpEntryPoint: execution model
                Stage = operands[0] switch { 0 => ShaderStage.Vertex, 4 => ShaderStage.Fragment, _ => ShaderStage.Compute };
                break;
            case 17: // OpCapability: GroupNonUniform and its kinds
                UsesSubgroups |= operands[0] is >= 61 and <= 68;
                break;
            case 21: // OpTypeInt: width, signedness
                types[operands[0]] = new(TypeKind.Int, operands[1..].ToArray());
                break;
            case 22: // OpTypeFloat: width
                types[operands[0]] = new(TypeKind.Float, operands[1..].ToArray());
                break;
            case 23: // OpTypeVector: component type, count
                types[operands[0]] = new(TypeKind.Vector, operands[1..].ToArray());
                break;
            case 30: // OpTypeStruct: member types
                types[operands[0]] = new(TypeKind.Struct, operands[1..].ToArray());
                break;
            case 32: // OpTypePointer: storage class, pointed type
                types[operands[0]] = new(TypeKind.Pointer, operands[1..].ToArray());
                break;
            case 48 or 49: // OpSpecConstantTrue, OpSpecConstantFalse: type, id
                defaults[operands[1]] = opcode == 48 ? 1u : 0u;
                break;
            case 50: // OpSpecConstant: type, id, value
                defaults[operands[1]] = operands[2];
                break;
            case 59 when operands[2] == PushConstant: // OpVariable: pointer type, id, storage class
                block = TypeOf(operands[0], TypeKind.Pointer).Operands[1];
                break;
            case 71 when operands[1] == SpecId: // OpDecorate
                specializationIds[operands[0]] = operands[2];
                break;
            case 72 when operands[2] == Offset: // OpMemberDecorate
                offsets[(operands[0], operands[1])] = operands[3];
                break;
            case 72:
                decorations.Add((operands[0], operands[1], operands[2]));
                break;
        }
    }

    KernelArgument Argument(uint member, uint type)
    {
        if (!names.TryGetValue((block, member), out string? name))
        {
            throw new ArgumentException($"Shader \"{shader}\" does not name its arguments. Compile it with glslc -g.");
        }
        if (!offsets.TryGetValue((block, member), out uint offset) || offset > MostOffset)
        {
            throw new ArgumentException($"Shader \"{shader}\", argument \"{name}\": an offset from 0 to {MostOffset} is needed.");
        }

        (uint number, int components) =
            types.GetValueOrDefault(type) is { Kind: TypeKind.Vector, Operands: [var of, >= 2 and <= 4 and var count] }
                && types.GetValueOrDefault(of)?.Kind != TypeKind.Pointer ? (of, (int)count) : (type, 1);
        ArgumentKind kind = Kind(name, number);
        return new(name, (int)offset, kind,
            kind == ArgumentKind.Address ? AccessOf(member, types[type].Operands[1]) : Access.None, components);
    }

    uint Default(uint id) => defaults.TryGetValue(id, out uint value) ? value
        : throw new ArgumentException($"Shader \"{shader}\": the id {id} has a constant_id, but is no specialisation constant.");

    Type TypeOf(uint id, TypeKind kind) => types.TryGetValue(id, out Type? type) && type.Kind == kind ? type
        : throw new ArgumentException($"Shader \"{shader}\": the id {id} must be a type, a {kind.ToString().ToLowerInvariant()}.");

    ArgumentKind Kind(string name, uint type) => types.GetValueOrDefault(type) switch
    {
        { Kind: TypeKind.Pointer, Operands: [PhysicalStorageBuffer, ..] } => ArgumentKind.Address,
        { Kind: TypeKind.Int, Operands: [32, 0] } => ArgumentKind.UInt,
        { Kind: TypeKind.Int, Operands: [32, 1] } => ArgumentKind.Int,
        { Kind: TypeKind.Float, Operands: [32, ..] } => ArgumentKind.Float,
        _ => throw new ArgumentException(
            $"Shader \"{shader}\", argument \"{name}\": arguments are buffer references, uint, int, float or vectors of these."),
    };

    /// <summary>readonly and writeonly stand on the argument, or on the members of the block that it points to.</summary>
    Access AccessOf(uint member, uint pointed)
    {
        Access access = Access.ReadWrite;
        access &= IsAll(member, pointed, NonWritable) ? ~Access.Write : access;
        access &= IsAll(member, pointed, NonReadable) ? ~Access.Read : access;
        return access;
    }

    bool IsAll(uint member, uint pointed, uint decoration) => decorations.Contains((block, member, decoration))
        || Enumerable.Range(0, TypeOf(pointed, TypeKind.Struct).Operands.Length)
            .All(i => decorations.Contains((pointed, (uint)i, decoration)));

    static string Text(ReadOnlySpan<uint> words)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(words);
        return Encoding.UTF8.GetString(bytes[..bytes.IndexOf((byte)0)]);
    }

    sealed record Type(TypeKind Kind, uint[] Operands);
}
