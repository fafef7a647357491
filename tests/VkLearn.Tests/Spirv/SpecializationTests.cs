using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Rendering;
using Xunit;

namespace VkLearn.Tests.Spirv;

/// <summary>Each kernel of each test runs as <see cref="SpirvSpecialization"/> leaves it; this holds what it leaves.</summary>
public sealed class SpecializationTests
{
    const uint Add = 1, SpecConstantOp = 52, UConvert = 113, Select = 169, Switch = 251;

    public static TheoryData<string, bool> Shaders =>
    [
        .. from assembly in (System.Reflection.Assembly[])[typeof(Pass).Assembly, typeof(Renderer).Assembly]
           from name in assembly.GetManifestResourceNames()
           where Path.GetExtension(name) is ".comp" or ".frag" or ".vert"
           select new TheoryDataRow<string, bool>(name, assembly == typeof(Renderer).Assembly),
    ];

    /// <summary>The same, read.</summary>
    internal static IEnumerable<ShaderCode> Codes => Shaders.Select(row => row.Data)
        .Select(row => ShaderCode.FromResource((row.Item2 ? typeof(Renderer) : typeof(Pass)).Assembly, row.Item1));

    [Theory, MemberData(nameof(Shaders))]
    public void TheDriverIsLeftOnlyFloatsAndLongNumbers(string name, bool isOfViews)
    {
        ShaderCode code = ShaderCode.FromResource((isOfViews ? typeof(Renderer) : typeof(Pass)).Assembly, name);
        uint[] specialized = SpirvSpecialization.Apply([.. code.Words], []);

        Assert.All(Instructions(specialized).Where(instruction => instruction[0] is >= 48 and <= 52), // OpSpecConstant..
            instruction => Assert.True(instruction[0] == SpecConstantOp && instruction[3] is Select or UConvert));
        Assert.Equal(specialized, SpirvSpecialization.Apply(specialized, []));
        Assert.All(Defined(specialized), id => Assert.Single(id));
    }

    [Fact]
    public void AProgramOfOneStepHasNoOtherOperation()
    {
        ShaderCode code = ShaderCode.FromResource(typeof(Pass).Assembly, "Elementwise.comp");
        const uint ofBothInputs = Add | 0 << 8 | 1 << 14, word = 5, sum = 14;
        SpecializedCode one = code.With(
            64, ("STEP0", ofBothInputs), ("ACCESS0", word), ("ACCESS1", word), ("OUTPUT", sum), ("AXES", 1), ("RUN", 1));
        uint[] specialized = SpirvSpecialization.Apply([.. code.Words], one.Values);

        Assert.InRange(specialized.Length, 1, code.Words.Count / 12); // half of it is the source text
        Assert.DoesNotContain(Instructions(specialized), instruction => instruction[0] == Switch);
        const uint floatAdd = 129;
        Assert.Single(Instructions(specialized), instruction => instruction[0] == floatAdd);
    }

    static IEnumerable<uint[]> Instructions(uint[] words)
    {
        for (int at = 5; at < words.Length; at += (int)(words[at] >> 16))
        {
            yield return [words[at] & 0xffff, .. words[(at + 1)..(at + (int)(words[at] >> 16))]];
        }
    }

    /// <summary>Labels and constants by id: those that specialisation writes.</summary>
    static IEnumerable<IGrouping<uint, uint[]>> Defined(uint[] words) => Instructions(words)
        .Where(instruction => instruction[0] is >= 41 and <= 44 or 248)
        .GroupBy(instruction => instruction[0] == 248 ? instruction[1] : instruction[2]);
}
