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

    /// <summary>What reading would trip over, in words put in place of others of a module or at its end.</summary>
    [Theory]
    [InlineData(3, 0xffffffff, "word 3: ids go up to 4294967295")]
    [InlineData(3, 1, "names the id")]
    [InlineData(-1, 1 << 16 | 248, "OpLabel has 0 operands, 1 are the least")]
    [InlineData(-1, 1 << 16 | 56, "a function ends that has not begun")]
    [InlineData(-1, 1 << 16 | 253, "OpReturn outside a block")]
    [InlineData(-1, 0, "is not whole: the instruction at word")]
    public void RefusesWhatIsNoModule(int at, uint word, string message)
    {
        List<uint> words = [.. Affine.Code.Words];
        if (at < 0)
        {
            words.Add(word);
        }
        else
        {
            words[at] = word;
        }

        Refused(message, words);
    }

    [Fact]
    public void SaysWhatAModuleLacks()
    {
        uint[] words = [.. Affine.Code.Words];
        int entry = Find(words, 15), id = Find(words, 71, 1), branch = Find(words, 250), end = Find(words, 56);
        Refused("has no entry point", [.. words[..entry], .. words[(entry + (int)(words[entry] >> 16))..]]);
        Refused($"word {entry}: an entry point of the execution model 3", Changed(words, entry + 1, 3));
        Refused($"word {entry}: the entry point is the function", Changed(words, entry + 2, 1));
        Refused($"word {entry}: the entry point is not called main", Changed(words, entry + 3, 0));
        Refused($"word {id}: a constant_id goes from 0 to 65535", Changed(words, id + 3, 1 << 30));
        Refused($"word {branch}: OpBranchConditional names the label 1, which", Changed(words, branch + 2, 1));
        Refused("has no end", words[..end]);
    }

    /// <summary>Where the first instruction of a kind stands, and if asked for the first with a decoration.</summary>
    static int Find(uint[] words, uint op, uint? decoration = null)
    {
        int at = 5;
        while ((words[at] & 0xffff) != op || (decoration is { } asked && words[at + 2] != asked))
        {
            at += (int)(words[at] >> 16);
        }

        return at;
    }

    static uint[] Changed(uint[] words, int at, uint word)
    {
        uint[] changed = [.. words];
        changed[at] = word;
        return changed;
    }

    static void Refused(string message, IEnumerable<uint> words) => Assert.Contains(message, Assert.Throws<ArgumentException>(
        () => ShaderCode.FromBytes("x", [.. words.SelectMany(BitConverter.GetBytes)])).Message);
}
