using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Formats;
using VkLearn.Rendering.Views;
using Xunit;

namespace VkLearn.Tests.Engine.Behaviours;

[Collection("gpu")]
public sealed class EarlierRunTests(GpuFixture fixture)
{
    const string Table = """
        step,epoch,loss,accuracy,testLoss,testAccuracy,stepsPerSecond,trainSeconds
        10,1,2.0,0.25,,,100,0.1
        20,2,1.5,0.5,,,100,0.2
        20,,,,1.25,0.75,,
        15,1,1.0,0.75,,,100,0.15
        """;

    [Fact]
    public void ACurveIsAColumnOfItsTable()
    {
        EarlierRun run = Read(Table);

        Assert.Equal([(10, 200), (15, 100)], Points(run.CurveOf("loss", scale: 100)));
        Assert.Equal([(20, 1.25)], Points(run.CurveOf("testLoss")));
        Assert.Null(run.CurveOf("perplexity"));
        Assert.True(run.CurveOf("loss")!.IsEarlier);

        static IEnumerable<(double, double)> Points(LineSeries? curve) => curve!.X.ToArray().Zip(curve.Y.ToArray());
    }

    [Fact]
    public void CurvesShowIt()
    {
        using SmallScene small = new(fixture.Gpu);
        EarlierRun run = Read(Table);
        small.Scene.Add("before", run);
        CurveView accuracy = new("accuracy");
        small.Scene.Add("curve", accuracy);
        using LinePlot plot = (LinePlot)accuracy.MakeView();

        LineSeries earlier = plot.Series.Single(series => series.IsEarlier && series.X.Length > 1);
        Assert.Equal(run.Label, earlier.Name);
        Assert.Equal([25, 75], earlier.Y.ToArray());
    }

    /// <summary>What it had come to beyond what was kept gives way to what is done anew.</summary>
    [Fact]
    public void AResumedRunsCurvesGoOnFromIt()
    {
        using SmallScene small = new(fixture.Gpu);
        small.Scene.Add("before", new EarlierRun(Write(Table)) { IsResumed = true });
        CurveView accuracy = new("accuracy");
        small.Scene.Add("curve", accuracy);
        using LinePlot plot = (LinePlot)accuracy.MakeView();
        LineSeries train = plot.Series.First();
        Assert.Equal([10, 15, 25, 75], (double[])[.. train.X, .. train.Y]);
        Assert.DoesNotContain(plot.Series, series => series.IsEarlier);

        small.Step(3);
        small.Trainer.Measure();
        Assert.Equal(3, train.Last!.Value.X);
        Assert.All(train.X.ToArray(), step => Assert.InRange(step, 1, 3));
    }

    [Theory]
    [InlineData("", "is no table of a run: its first column must be \"step\". vklearn run --csv writes one.")]
    [InlineData("epoch,loss\n1,2", "is no table of a run")]
    [InlineData("step,loss\n1", "line 2 must have 2 columns and begin with a step, received \"1\".")]
    [InlineData("step,loss\n1,2\nx,2", "line 3 must have 2 columns and begin with a step, received \"x,2\".")]
    public void SaysWhatIsWrongWithATable(string text, string message) =>
        Assert.Contains(message, Assert.Throws<DataException>(() => Read(text)).Message);

    static string Write(string text)
    {
        string path = Path.Combine(TempFolder.New(), "first.csv");
        File.WriteAllText(path, text);
        return path;
    }

    static EarlierRun Read(string text)
    {
        EarlierRun run = new(Write(text));
        run.Load();
        return run;
    }
}
