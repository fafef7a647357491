using System.Runtime.InteropServices;
using VkLearn.Gpu;
using VkLearn.Tests.Spirv;
using Xunit;

namespace VkLearn.Tests.Mutants;

/// <summary>
/// SPIR-V: what is read and specialised, as a kernel is. Those that are let through are not given to the driver, which may crash on them:
/// whether a module is valid is the caller's matter.
/// </summary>
public sealed class ShaderMutantsTests
{
    const int Largest = 24 << 10;

    [Fact]
    public void AreReadOrRefused()
    {
        byte[][] seeds = [.. SpecializationTests.Codes.Select(BytesOf).Where(bytes => bytes.Length < Largest)];
        new MutantRun { Unit = sizeof(uint) }.Check([.. seeds, .. SpecializationTests.Codes.Take(20).Select(Specialized)], Read,
            refusal => refusal.GetType() == typeof(ArgumentException)
                && refusal.Message.StartsWith("Shader \"mutant\"", StringComparison.Ordinal));
    }

    static void Read(byte[] bytes)
    {
        ShaderCode code = ShaderCode.FromBytes("mutant", bytes);
        SpirvSpecialization.Apply(code.WordSpan, code.With(code.Constants.Any(constant => constant.IsLocalSize) ? 64u : 0).Values);
    }

    static byte[] BytesOf(ShaderCode code) => MemoryMarshal.AsBytes(code.WordSpan).ToArray();

    static byte[] Specialized(ShaderCode code) => MemoryMarshal.AsBytes(SpirvSpecialization.Apply(code.WordSpan, []).AsSpan()).ToArray();
}
