using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Patients;

public sealed class StratifiedFoldsTests
{
    [Theory, InlineData(768, 268, 10), InlineData(297, 137, 10), InlineData(23, 5, 5)]
    public void EachRowIsHeldOutOnceAndEachSortEvenly(int rows, int positives, int folds)
    {
        const int repeats = 3;
        int[] sorts = [.. Enumerable.Range(0, rows).Select(row => row * 7919 % rows < positives ? 1 : 0)];
        StratifiedFolds dealt = new(sorts, folds, repeats, seed: 1);
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            int[] of = dealt.Of[(repeat * rows)..((repeat + 1) * rows)];
            int[][] members = [.. Enumerable.Range(0, folds).Select(fold => dealt.HeldOut
                .AsSpan((repeat * folds + fold) * dealt.Largest, dealt.Largest).ToArray().Where(row => row >= 0).ToArray())];
            Assert.Equal(Enumerable.Range(0, rows), members.SelectMany(member => member).Order());
            for (int fold = 0; fold < folds; fold++)
            {
                Assert.All(members[fold], row => Assert.Equal(fold, of[row]));
                Assert.InRange(members[fold].Length, rows / folds, rows / folds + 1);
                Assert.InRange(members[fold].Count(row => sorts[row] == 1), positives / folds, positives / folds + 1);
            }
        }
    }

    [Fact]
    public void EachRepeatAndSeedDealsOtherwise()
    {
        int[] sorts = [.. Enumerable.Range(0, 100).Select(row => row % 3)];
        int[] first = new StratifiedFolds(sorts, 5, 2, seed: 1).Of;
        Assert.Equal(first, new StratifiedFolds(sorts, 5, 2, seed: 1).Of);
        Assert.Equal(first[..100], new StratifiedFolds(sorts, 5, 1, seed: 1).Of);
        Assert.NotEqual(first[..100], first[100..]);
        Assert.NotEqual(first, new StratifiedFolds(sorts, 5, 2, seed: 2).Of);
    }

    /// <summary>Of [folds, rows], the score of a row by the network that did not learn from it.</summary>
    [Fact]
    public void PlacesAreThoseOfTheOwnFold()
    {
        StratifiedFolds dealt = new([.. Enumerable.Range(0, 17).Select(row => row % 2)], 4, 2, seed: 3);
        Assert.Equal(2 * 4 * 5, dealt.Places.Length);
        Assert.All(dealt.Places.Zip(dealt.HeldOut).Select((pair, i) => (pair.First, pair.Second, Fold: i / 5 % 4)), one =>
            Assert.Equal(one.Second < 0 ? 0 : one.Fold * 17 + one.Second, one.First));
        Assert.Equal(2 * 3, dealt.HeldOut.Count(row => row < 0));
    }
}
