using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;

namespace VkLearn.Gpu;

/// <summary>One shader in SPIR-V, and what it says of itself.</summary>
public sealed class ShaderCode
{
    static readonly ConcurrentDictionary<(Assembly, string), ShaderCode> Resources = [];

    readonly uint[] words;

    ShaderCode(string name, uint[] words)
    {
        this.words = words;
        Name = name;
        SpirvCheck.Check(name, words);
        SpirvReflection reflection = new(name, words);
        Arguments = reflection.Arguments;
        ArgumentBytes = Arguments.Count == 0 ? 0 : Arguments.Max(static argument => argument.Offset + argument.Bytes);
        Constants = reflection.Constants;
        Stage = reflection.Stage;
        UsesSubgroups = reflection.UsesSubgroups;
    }

    /// <summary>The shader's file name, such as "Adam.comp".</summary>
    public string Name { get; }

    public ShaderStage Stage { get; }

    /// <summary>Members of the push-constant block, by offset.</summary>
    public IReadOnlyList<KernelArgument> Arguments { get; }

    /// <summary>Size of the push-constant block up to the end of its last member.</summary>
    public int ArgumentBytes { get; }

    /// <summary>The specialisation constants, by constant_id.</summary>
    public IReadOnlyList<KernelConstant> Constants { get; }

    /// <summary>Whether its invocations read what others of their subgroup have, or ask which they are.</summary>
    public bool UsesSubgroups { get; }

    public IReadOnlyList<uint> Words => words;

    internal ReadOnlySpan<uint> WordSpan => words;

    /// <summary>The shader that the build embedded in an assembly under its file name. Read once.</summary>
    /// <exception cref="ArgumentException">The assembly has no such shader, or it is not one that VkLearn can run.</exception>
    public static ShaderCode FromResource(Assembly assembly, string name) =>
        Resources.GetOrAdd((assembly, name), static key => Read(key.Item1, key.Item2));

    /// <summary>
    /// A shader that was compiled elsewhere. What VkLearn reads of it is checked here; it must be valid SPIR-V all the same, as spirv-val
    /// tells, since a driver may crash on what is not.
    /// </summary>
    /// <exception cref="ArgumentException">The bytes are not SPIR-V that VkLearn can run; the message says what is wrong.</exception>
    public static ShaderCode FromBytes(string name, ReadOnlySpan<byte> spirv) => spirv.Length % sizeof(uint) == 0
        ? new(name, MemoryMarshal.Cast<byte, uint>(spirv).ToArray())
        : throw new ArgumentException($"Shader \"{name}\": SPIR-V is a whole number of 4-byte words, received {spirv.Length} bytes.");

    /// <summary>This with values for its constants.</summary>
    /// <param name="localSize">Invocations of a workgroup; 0: as many as the shader says.</param>
    /// <param name="constants">Those that are not named keep the value that the shader gives them.</param>
    /// <exception cref="ArgumentException">The shader has no such constant, or a local size of its own.</exception>
    public SpecializedCode With(uint localSize, params ReadOnlySpan<Constant> constants) => new(this, localSize, constants);

    public override string ToString() => Name;

    internal KernelConstant? Find(string constant)
    {
        foreach (KernelConstant declared in Constants)
        {
            if (declared.Name == constant)
            {
                return declared;
            }
        }
        return null;
    }

    static ShaderCode Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name) ?? throw new ArgumentException(
            $"Shader \"{name}\" is not embedded in {assembly.GetName().Name}. " +
            $"List it as <Shader Include=\"...\"/> of a project that imports Shaders.targets.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return FromBytes(name, bytes);
    }
}
