using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Gpu;

public sealed class ShaderCodeTests
{
    [Fact]
    public void ReadsArgumentsFromTheShader()
    {
        Assert.Equal(
            [
                new("x", 0, ArgumentKind.Address, Access.Read),
                new("y", 8, ArgumentKind.Address, Access.Write),
                new("sum", 16, ArgumentKind.Address, Access.ReadWrite),
                new("n", 24, ArgumentKind.UInt, Access.None),
                new("offset", 28, ArgumentKind.Int, Access.None),
                new("bias", 32, ArgumentKind.Float, Access.None),
            ],
            Affine.Code.Arguments);
        Assert.Equal(36, Affine.Code.ArgumentBytes);
        Assert.Equal([new("", 0, 64), new("SCALE", 2, BitConverter.SingleToUInt32Bits(1))], Affine.Code.Constants);
        Assert.Equal("Affine.comp", Affine.Code.Name);
        Assert.Same(Affine.Code, Affine.Code);
    }

    [Fact]
    public void ConstantsAreKnownByTheirNames()
    {
        SpecializedCode plain = Affine.Code.With(0), doubled = Affine.Code.With(32, ("SCALE", 2f), new("OTHERS", 7, IsOptional: true));

        Assert.Equal(BitConverter.SingleToUInt32Bits(1), plain["SCALE"]);
        Assert.Equal([32u, 0u, BitConverter.SingleToUInt32Bits(2)], doubled.Values.ToArray());
        Assert.Equal(doubled, Affine.Code.With(32, ("SCALE", 2f)));
        Assert.NotEqual(plain, doubled);
        Assert.Equal("Affine.comp has no specialisation constant \"SCAEL\". It has: SCALE.",
            Assert.Throws<ArgumentException>(() => Affine.Code.With(32, ("SCAEL", 2f))).Message);
        Assert.StartsWith("Words.frag has a local size of its own, 64 was asked for.",
            Assert.Throws<ArgumentException>(() => Words.Code.With(64)).Message);
    }

    [Fact]
    public void SaysWhichShaderIsNotEmbedded()
    {
        var failure = Assert.Throws<ArgumentException>(static () => ShaderCode.FromResource(typeof(Affine).Assembly, "Afine.comp"));
        Assert.Equal(
            "Shader \"Afine.comp\" is not embedded in VkLearn.Tests. " +
            "List it as <Shader Include=\"...\"/> of a project that imports Shaders.targets.",
            failure.Message);
    }

    [Fact]
    public void RefusesWhatIsNotSpirv()
    {
        Assert.Equal("Shader \"x\": SPIR-V is a whole number of 4-byte words, received 3 bytes.",
            Assert.Throws<ArgumentException>(static () => ShaderCode.FromBytes("x", [1, 2, 3])).Message);
        Assert.Equal("Shader \"x\" is not SPIR-V: it must begin with the word 0x07230203.",
            Assert.Throws<ArgumentException>(static () => ShaderCode.FromBytes("x", new byte[40])).Message);
    }

    [Fact]
    public void RefusesHalfAShader()
    {
        byte[] start = [.. Affine.Code.Words.Take(6).SelectMany(BitConverter.GetBytes)]; // the header, and OpCapability without its operand
        Assert.Equal("Shader \"half\" is not whole: the instruction at word 5 has 2 words.",
            Assert.Throws<ArgumentException>(() => ShaderCode.FromBytes("half", start)).Message);
    }
}
