using VkLearn.Compile;
using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Spirv;

/// <summary>
/// SwiftShader, and so any device without 64-bit integers that we know, crashes while it compiles a cast from one buffer reference to
/// another, or a choice between two. Numbers are those of the SPIR-V specification, section 3.
/// </summary>
public sealed class ReferenceTests
{
    const uint PhysicalStorageBuffer = 5349, Int64 = 11;

    public static TheoryData<string> Kernels => AccessTests.Kernels;

    [Theory, MemberData(nameof(Kernels))]
    public void KernelsForAnyDeviceCastAndChooseAddressesAsWords(string shader)
    {
        (bool hasInt64, int casts, int choices) = Read(ShaderCode.FromResource(typeof(Pass).Assembly, shader));
        Assert.True(hasInt64 || casts + choices == 0,
            $"{shader} casts {casts} and chooses {choices} buffer references. Do both as uvec2 (tensor.glsl).");
    }

    [Fact]
    public void BothAreFoundInAKernelThatDoesThem()
    {
        (bool hasInt64, int casts, int choices) = Read(ShaderCode.FromResource(typeof(Pass).Assembly, "WalkSubgroup.comp"));
        Assert.True(hasInt64 && casts > 0 && choices > 0);
    }

    static (bool HasInt64, int Casts, int Choices) Read(ShaderCode code)
    {
        HashSet<uint> referenceTypes = [], references = [];
        (bool hasInt64, int casts, int choices) = (false, 0, 0);
        foreach ((uint op, uint[] operands) in Instructions([.. code.Words]))
        {
            switch (op)
            {
                case 17: // OpCapability
                    hasInt64 |= operands[0] == Int64;
                    break;
                case 32 when operands[1] == PhysicalStorageBuffer: // OpTypePointer: id, storage class
                    referenceTypes.Add(operands[0]);
                    break;
                case 61 or 124 or 169 or 245 when referenceTypes.Contains(operands[0]): // OpLoad, OpBitcast, OpSelect, OpPhi: type, id
                    casts += op == 124 && references.Contains(operands[2]) ? 1 : 0;
                    choices += op is 169 or 245 ? 1 : 0;
                    references.Add(operands[1]);
                    break;
            }
        }

        return (hasInt64, casts, choices);
    }

    static IEnumerable<(uint Op, uint[] Operands)> Instructions(uint[] words)
    {
        for (int at = 5; at < words.Length; at += (int)(words[at] >> 16))
        {
            yield return (words[at] & 0xffff, words[(at + 1)..(at + (int)(words[at] >> 16))]);
        }
    }
}
