using VkLearn.Compile;
using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Spirv;

/// <summary>
/// What kernels ask of a device: only what every device has that VkLearn takes, and where the tables look first, 64-bit integers and
/// subgroups. Numbers are those of the SPIR-V specification, section 3.
/// </summary>
public sealed class CapabilitiesTests
{
    const uint Shader = 1, Int64 = 11, Subgroups = 61, SubgroupBallot = 64, Addresses = 5347;

    public static TheoryData<string> Kernels => AccessTests.Kernels;

    [Theory, MemberData(nameof(Kernels))]
    public void AreThoseThatAreLookedFor(string shader)
    {
        ShaderCode code = ShaderCode.FromResource(typeof(Pass).Assembly, shader);
        uint[] asked = [.. Asked([.. code.Words])];
        Assert.Empty(asked.Except([Shader, Int64, Subgroups, SubgroupBallot, Addresses]));
        Assert.Equal(asked.Contains(Subgroups), code.UsesSubgroups);
        Assert.True(!code.UsesSubgroups || asked.Contains(Int64), $"{shader} is of subgroups, which only kernels for CPU drivers are.");
    }

    static IEnumerable<uint> Asked(uint[] words)
    {
        const uint capability = 17;
        for (int at = 5; at < words.Length; at += (int)(words[at] >> 16))
        {
            if ((words[at] & 0xffff) == capability)
            {
                yield return words[at + 1];
            }
        }
    }
}
