using VkLearn.Compile;
using VkLearn.Extension;
using VkLearn.Gpu;
using VkLearn.Rendering;
using VkLearn.Tests.Gpu;
using Xunit;

namespace VkLearn.Tests.Spirv;

/// <summary>Barriers follow what kernels declare; this holds the declarations against the instructions.</summary>
public sealed class AccessTests
{
    public static TheoryData<string> Kernels => [.. Resources(typeof(Pass).Assembly)];

    [Theory, MemberData(nameof(Kernels))]
    public void KernelsDoWhatTheyDeclare(string shader) => Check(ShaderCode.FromResource(typeof(Pass).Assembly, shader));

    public static TheoryData<string> ViewShaders => [.. Resources(typeof(Renderer).Assembly)];

    [Theory, MemberData(nameof(ViewShaders))]
    public void SoDoTheShadersOfViews(string shader) => Check(ShaderCode.FromResource(typeof(Renderer).Assembly, shader));

    [Fact]
    public void SoDoOthers()
    {
        Check(ShaderCode.FromResource(typeof(CumulativeSum).Assembly, "CumulativeSum.comp"));
        Check(Affine.Code);
        Check(Words.Code);
    }

    [Fact]
    public void ALieIsFound()
    {
        ShaderCode lying = ShaderCode.FromResource(typeof(AccessTests).Assembly, "Lying.comp");
        Assert.Equal(
            [
                "loaded is declared Write, the instructions ReadWrite",
                "stored is declared Read, the instructions ReadWrite",
                "untouched is declared Write, the instructions None",
            ],
            Differences(lying).Order());
    }

    static IEnumerable<string> Resources(System.Reflection.Assembly assembly) =>
        assembly.GetManifestResourceNames().Where(static name => Path.GetExtension(name) is ".comp" or ".frag")
            .Order(StringComparer.Ordinal);

    static void Check(ShaderCode code) => Assert.Empty(Differences(code));

    static IEnumerable<string> Differences(ShaderCode code)
    {
        IReadOnlyDictionary<string, Access> done = SpirvAccess.Of(code);
        return code.Arguments.Where(argument => argument.Kind == ArgumentKind.Address && argument.Access != done[argument.Name])
            .Select(argument => $"{argument.Name} is declared {argument.Access}, the instructions {done[argument.Name]}");
    }
}
