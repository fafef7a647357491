using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Tests.Compile;
using VkLearn.Tests.Engine;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Learners.VectorMachines;

[Collection("gpu")]
public sealed class SupportVectorSearchTests(PlainGpu gpu)
{
    const int Items = 200;

    static readonly SupportVectorGrid grid = new([0.01f, 10], [1e-3f, 1, 1e3f], Folds: 4, Items);

    readonly GpuDevice gpu = gpu.Gpu;

    /// <summary>Of moons it finds what tells them apart, and goes on as a machine that was given that; the same each time, also from the
    /// middle of the search on.</summary>
    [Fact]
    public void ItFindsTheBetterPairAndLearnsByIt()
    {
        Snapshot? middle = null;
        (float[] accuracies, float[] coefficients) = Run(grid, trainer =>
        {
            trainer.Run(2);
            middle = trainer.Capture();
        }, out float cost, out float gamma);
        Assert.Equal((10, 1), (cost, gamma));
        Assert.InRange(accuracies[4], 0.9f, 1);
        Assert.All([0, 1, 2, 3, 5], i => Assert.InRange(accuracies[i], 0.4f, accuracies[4] - 0.01f));
        (float[] again, float[] coefficientsAgain) = Run(grid, trainer => trainer.Restore(middle!), out _, out _);
        Assert.Equal(accuracies, again);
        Assert.Equal(coefficients, coefficientsAgain);
        Assert.Equal(coefficients, Run(null, _ => { }, out _, out _).Coefficients);
    }

    /// <summary>What it says of a pair is what machines say that are fitted to each fold's others, one by one.</summary>
    [Fact]
    public void AnAccuracyIsThatOfMachinesOfEachFold()
    {
        float[] accuracies = Run(new SupportVectorGrid([10], [1], Folds: 2, Items), _ => { }, out _, out _).Accuracies;
        (float[] points, int[] labels) = Sorted();
        int[] foldOf = new StratifiedFolds(labels, 2, 1, seed: 1).Of;
        double right = 0;
        for (int fold = 0; fold < 2; fold++)
        {
            using Dataset train = Of(i => foldOf[i] != fold), test = Of(i => foldOf[i] == fold);
            using SupportVectorMachine model = new(2, 2, Items, 1);
            using SupportVectorLearner learner = new(model, 10, 1e-3f);
            learner.Survey(gpu, train);
            using Trainer trainer = new(gpu, learner, train, batchSize: 10);
            trainer.Run(20);
            using Evaluator evaluator = new(gpu, learner, test, batchSize: 10);
            right += evaluator.Run()["accuracy"] * test.Count;
        }

        Assert.Equal(right / Items, accuracies[0], 0.0051); // one item

        Dataset Of(Func<int, bool> isTaken)
        {
            int[] taken = [.. Enumerable.Range(0, Items).Where(isTaken)];
            return Points([.. taken.SelectMany(i => points[(2 * i)..(2 * i + 2)])], [.. taken.Select(i => labels[i])]);
        }
    }

    /// <summary>One over the features and their variance stands in the middle.</summary>
    [Fact]
    public void GammasStandAroundTheDatasScale()
    {
        SupportVectorGrid around = new([1, 10], []);
        Assert.Equal(6, around.Candidates);
        Assert.Equal([0.25f / 8, 1f / 8, 4f / 8], around.Around([-2, 2, 2, -2], features: 2));
        Assert.Equal([1, 2], new SupportVectorGrid([1], [1, 2]).Around([5], 1));
    }

    [Fact]
    public void SaysWhatIsWrong()
    {
        using SupportVectorMachine model = new(2, 2, 80, 1);
        using SupportVectorLearner learner = new(model, grid: new([1], [1], Folds: 5, Items: 8));
        (float[] points, int[] labels) = Sorted();
        using Dataset data = Points(points, labels);
        Assert.Contains("needs 5 items or more of each class; of the 8 that it takes class 0 has 4. Ask for fewer folds, or more items.",
            Assert.Throws<ArgumentException>(() => learner.Survey(gpu, data)).Message);
        Assert.Contains("each must be above 0", Wrong("""{ "costs": [1, 0] }"""));
        Assert.Contains("each must be above 0", Wrong("""{ "gammas": [] }"""));
        Assert.Contains("unknown key \"cost\"", Wrong("""{ "cost": [1] }"""));
        Assert.Contains("leave one of the two out", Wrong("{}", ("learner.cost", "3")));

        static string Wrong(string search, params (string, string)[] changes) => Assert.Throws<SettingsException>(() =>
            SceneFile.Read(RepositoryRoot.Find("scenes/svm.json"),
                [("learner", """{ "type": "SupportVectorMachine" }"""), ("learner.search", search), .. changes])).Message;
    }

    (float[] Accuracies, float[] Coefficients) Run(SupportVectorGrid? among, Action<Trainer> begin, out float cost, out float gamma)
    {
        (float[] points, int[] labels) = Sorted();
        using Dataset data = Points(points, labels);
        using SupportVectorMachine model = new(2, 2, Items, among is null ? 1 : 0.5f);
        using SupportVectorLearner learner = new(model, among is null ? 10 : 1, 1e-3f, rowsPerStep: 32, iterations: 100, among);
        learner.Survey(gpu, data);
        using Trainer trainer = new(gpu, learner, data, batchSize: 10);
        begin(trainer);
        trainer.Run((int)(30 + (among?.Candidates ?? 0) - trainer.Steps));
        trainer.Read();
        State Owned(string name) => learner.OfType<State>().First(one => one.Name == name).Thing;
        (cost, gamma) = (Owned("cost").ToArray()[0], model.Gamma.ToArray()[0]);
        return (among is null ? [] : Owned("accuracies").ToArray(), model.Coefficients.ToArray());
    }

    static (float[] Points, int[] Labels) Sorted()
    {
        (float[] points, int[] labels) = DrawnPoints.Make(PointFigure.Moons, Items, 0.25f, seed: 1);
        int[] order = [.. Enumerable.Range(0, Items).OrderBy(i => labels[i])];
        return ([.. order.SelectMany(i => points[(2 * i)..(2 * i + 2)])], [.. order.Select(i => labels[i])]);
    }

    static Dataset Points(float[] points, int[] labels) => Dataset.Of("points",
        new Column("point", points, [2], new Meaning.Quantity()), new Column("label", labels, [], new Meaning.Label(["a", "b"])));
}
