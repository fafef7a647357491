using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class SplitTests
{
    // 60 of label 0, 30 of label 1, 10 of label 2
    static readonly int[] items = [.. Enumerable.Range(0, 100)];
    static readonly Func<int, int> label = item => item < 60 ? 0 : item < 90 ? 1 : 2;

    [Theory, InlineData(0.2, 12, 6, 2), InlineData(0.5, 30, 15, 5), InlineData(0.1f, 6, 3, 1)]
    public void EachLabelIsDividedByTheShare(double share, int first, int second, int third)
    {
        (int[] train, int[] test) = new Split(share).Divide(items, label, "data");
        Assert.Equal([first, second, third], [.. Counts(test)]);
        Assert.Equal(items, train.Concat(test).Order());
        Assert.Equal(test.Order(), test);
    }

    [Fact]
    public void TheSeedDecidesWhich()
    {
        int[] Test(int seed) => new Split(Seed: seed).Divide(items, label, "data").Test;
        Assert.Equal(Test(1), Test(1));
        Assert.NotEqual(Test(1), Test(2));
        Assert.Equal([.. Counts(Test(1))], [.. Counts(Test(2))]);
    }

    [Theory, InlineData(10), InlineData(3)]
    public void FoldsAreForTheTestOnceEach(int folds)
    {
        int[][] tests = [.. Enumerable.Range(1, folds)
            .Select(fold => new Split(Folds: folds, Fold: fold).Divide(items, label, "data").Test)];
        Assert.Equal(items, tests.SelectMany(test => test).Order());
        Assert.All(tests, test => Assert.InRange(Counts(test).First(), 60 / folds, 60 / folds + 1));
        Assert.All(tests, test => Assert.InRange(Counts(test).Last(), 10 / folds, 10 / folds + 1));
    }

    [Fact]
    public void ASeriesIsDividedInTime()
    {
        Split split = new(0.25, Shuffles: false);
        (int[] train, int[] test) = split.Divide(items, label, "data");
        Assert.Equal(items[75..], test);
        Assert.Equal(train[50..], split.KeepBack(train, label, 1 / 3.0, "data").Validation);
    }

    [Fact]
    public void TooFewItemsAreTold() => Assert.Equal(
        "x.csv: 2 items are too few for a share of 0.2 for the test: one of the parts would be empty",
        Assert.Throws<DataException>(() => new Split().Divide([0, 1], null, "x.csv")).Message);

    [Theory]
    [InlineData("""{"test": 0.3, "seed": 4}""", false, 0.3, 0, 1, 4, true)]
    [InlineData("""{"folds": 5, "fold": 2}""", false, 0.0, 5, 2, 1, true)]
    [InlineData("""{"shuffle": false}""", false, 0.2, 0, 1, 0, false)]
    [InlineData("""{"seed": 3}""", true, 0.0, 0, 1, 3, true)]
    public void ScenesSayIt(string json, bool hasTest, double test, int folds, int fold, int seed, bool shuffles)
    {
        Settings settings = Parse(json);
        Assert.Equal(new Split(test, folds, fold, seed, shuffles), Split.Read(settings, hasTest));
        settings.RefuseUnknown();
    }

    [Theory]
    [InlineData("""{"folds": 1}""", false, "\"folds\" must be a whole number of at least 2")]
    [InlineData("""{"folds": 3, "fold": 4}""", false, "\"fold\" must be a whole number from 1 to 3")]
    [InlineData("""{"folds": 3, "test": 0.1}""", false, "unknown key \"test\"")]
    [InlineData("""{"test": 0.1}""", true, "unknown key \"test\"")]
    [InlineData("""{"shuffle": false, "seed": 2}""", false, "unknown key \"seed\"")]
    public void WhatWouldDoNothingIsRefused(string json, bool hasTest, string message) =>
        Assert.Contains(message, Assert.Throws<SettingsException>(() =>
        {
            Settings settings = Parse(json);
            Split.Read(settings, hasTest);
            settings.RefuseUnknown();
        }).Message);

    static Settings Parse(string json) => Settings.Parse("test", System.Text.Encoding.UTF8.GetBytes(json));

    static IEnumerable<int> Counts(int[] part) => Enumerable.Range(0, 3).Select(each => part.Count(item => label(item) == each));
}
