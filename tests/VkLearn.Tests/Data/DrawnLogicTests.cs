using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class DrawnLogicTests(GpuFixture fixture)
{
    Splits Draw(int seed = 1) => new DrawnLogicSource(300, 200, most: 3, seed).Load(fixture.Gpu);

    static IReadOnlyList<WordTree> Trees(Dataset data) =>
        TreeColumns.Trees(data, Vocabulary.Of((Meaning.Tokens)data["words"].Meaning), data.Count);

    [Fact]
    public void EachLabelIsTheTruth() => Assert.All(Trees(Draw().Test), tree =>
    {
        object[] values = new object[tree.Labels.Count]; // bool, or what an operator, or it and its right, does
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = row < tree.Words.Count ? Word(tree.Words[row]) : Apply(values, tree.Children[row - tree.Words.Count]);
            Assert.Equal(values[row] is bool truth ? truth ? 1 : 0 : -1, tree.Labels[row]);
        }
    });

    static object Word(string word) => word switch
    {
        "true" => true,
        "false" => false,
        "not" => (Func<bool, bool>)(x => !x),
        "and" => (Func<bool, Func<bool, bool>>)(y => x => x && y),
        "or" => (Func<bool, Func<bool, bool>>)(y => x => x || y),
        _ => (Func<bool, Func<bool, bool>>)(y => x => x != y),
    };

    static object Apply(object[] values, (int Left, int Right) node) => (values[node.Left], values[node.Right]) switch
    {
        (Func<bool, Func<bool, bool>> of, bool right) => of(right),
        (Func<bool, bool> not, bool right) => not(right),
        (bool left, Func<bool, bool> of) => of(left),
        var other => throw new InvalidOperationException($"{other} is no sentence"),
    };

    [Fact]
    public void TheTestIsLonger()
    {
        static int Operators(WordTree tree) => tree.Words.Count(word => word is not ("true" or "false"));
        Splits splits = Draw();
        Assert.Equal([1, 2, 3], Trees(splits.Train).Select(Operators).Distinct().Order());
        Assert.Equal([4, 5, 6], Trees(splits.Test).Select(Operators).Distinct().Order());
    }

    [Fact]
    public void TheSameSeedDrawsTheSame()
    {
        Assert.Equal(Draw().Train.Hash(), Draw().Train.Hash());
        Assert.NotEqual(Draw().Train.Hash(), Draw(seed: 2).Train.Hash());
    }
}
