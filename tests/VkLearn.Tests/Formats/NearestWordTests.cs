using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Formats;

public sealed class NearestWordTests
{
    static readonly string[] known = ["type", "in", "out", "activation", "learningRate"];

    [Theory]
    [InlineData("ot", "out")] // dropped
    [InlineData("outt", "out")] // added
    [InlineData("tipe", "type")] // changed
    [InlineData("tpye", "type")] // neighbours swapped: one slip, not two
    [InlineData("ni", "in")]
    [InlineData("OUT", "out")]
    [InlineData("actvation", "activation")]
    [InlineData("learning_rate", "learningRate")]
    public void FindsWhatWasMeant(string word, string meant) => Assert.Equal(meant, NearestWord.Find(word, known));

    [Theory, InlineData("dropout"), InlineData("x"), InlineData(""), InlineData("lr")]
    public void KeepsSilentWhenTooFar(string word) => Assert.Null(NearestWord.Find(word, known));

    [Fact]
    public void TakesTheFirstOfEquals() => Assert.Equal("bat", NearestWord.Find("hat", ["bat", "cat"]));

    [Fact]
    public void KnowsNothingOfNothing() => Assert.Null(NearestWord.Find("out", []));
}
