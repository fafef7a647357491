using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Patients;

[Collection("gpu")]
public sealed class CrossValidationLearnerTests(GpuFixture fixture)
{
    const string Scene = """
        {
          "data": { "type": "DrawnClinic", "train": 300, "test": 100, "seed": 1 },
          "optimizer": { "type": "Adam", "learningRate": 2e-2 },
          "learner": { "type": "CrossValidation", "folds": 5, "repeats": 2, "steps": 60, "rate": 0.05, "hidden": 4, "mlpPenalty": 10 },
          "training": { "batch": 50, "epochs": 10 }
        }
        """;

    readonly string folder = TempFolder.New();

    [Fact]
    public void TellsOfEachModelAndTheBest()
    {
        Dictionary<string, double> metrics = Run(out float[] table);
        foreach (string name in RiskModels.Names)
        {
            Assert.InRange(metrics[$"{name}Accuracy"], 0.72, 0.86);
            Assert.InRange(metrics[$"{name}Deviation"], 0.005, 0.08);
            Assert.InRange(metrics[$"{name}Auc"], 0.8, 0.93);
            Assert.InRange(metrics[$"{name}AucDeviation"], 0.005, 0.08);
            Assert.InRange(metrics[$"test{char.ToUpperInvariant(name[0])}{name[1..]}Accuracy"], 0.7, 0.9);
        }

        Assert.Equal(DrawnClinic.BestAccuracy(), metrics["bestAccuracy"]);
        Assert.Equal([(float)metrics["svmAccuracy"], (float)metrics["svmDeviation"], (float)metrics["svmAuc"],
            (float)metrics["svmAucDeviation"]], table[4..8]);
        Assert.Equal([(float)DrawnClinic.BestAccuracy(), float.NaN, float.NaN, float.NaN], table[12..]);
        Assert.Equal(metrics, Run(out _));
    }

    /// <summary>Without folds the models learn alone, and trials change nothing of what they learn.</summary>
    [Fact]
    public void TrialsAreBesideTheTraining()
    {
        Dictionary<string, double> with = Run(out _), without = Run(out _, ("learner.repeats", "0"));
        Assert.DoesNotContain("logisticAccuracy", without.Keys);
        Assert.Equal(with["testMlpLoss"], without["testMlpLoss"]);
    }

    /// <summary>A deviation is that over all folds of all repeats: more of these move the mean little, and one fold's share of a hundred
    /// patients has that of a coin that falls so.</summary>
    [Fact]
    public void DeviationsAreThoseOfAFoldsAccuracy()
    {
        Dictionary<string, double> metrics = Run(out _, ("learner.repeats", "8"));
        double accuracy = metrics["logisticAccuracy"], coin = Math.Sqrt(accuracy * (1 - accuracy) / 80);
        Assert.InRange(metrics["logisticDeviation"], 0.6 * coin, 1.6 * coin);
    }

    /// <summary>A label that says nothing cannot be learned, however the rows are dealt out.</summary>
    [Fact]
    public void WhatIsNotThereIsNotFound()
    {
        float[] noise = Numbers.Normal(600, seed: 4);
        string file = Write("a,b,sick\n" + string.Concat(Enumerable.Range(0, 200)
            .Select(i => FormattableString.Invariant($"{noise[i]},{noise[200 + i]},{(noise[400 + i] > 0 ? "yes" : "no")}\n"))));
        Dictionary<string, double> metrics = Run(file);
        Assert.All(RiskModels.Names, name => Assert.InRange(metrics[$"{name}Auc"], 0.38, 0.62));
        Assert.DoesNotContain("bestAccuracy", metrics.Keys);
    }

    /// <summary>Whoever is of any other class is sick; a missing number is no 0.</summary>
    [Fact]
    public void ATableOfOnesOwnMayHaveGapsAndSeveralSortsOfSick()
    {
        float[] noise = Numbers.Normal(300, seed: 5);
        string file = Write(string.Concat(Enumerable.Range(0, 300).Select(i => FormattableString.Invariant(
            $"{(i % 9 == 0 ? "?" : $"{(i % 3 == 0 ? 5 : 3) + noise[i]:F3}")},{i * 31 % 17},{(i % 3 == 0 ? 0 : i % 3 == 1 ? 2 : 4)}\n"))));
        Dictionary<string, double> metrics = Run(file);
        Assert.InRange(metrics["logisticAuc"], 0.75, 0.97);
        Assert.InRange(metrics["logisticAccuracy"], 0.7, 0.95);
    }

    [Theory]
    [InlineData("a,b\n1,0\n2,0\n3,0\n", "line 2, column \"b\": every row has \"0\", so there is nothing to tell apart")]
    [InlineData("a,b\n1,0\n2,1\n3,few\n?,1\n", "line 4, column \"b\": \"few\" is no number, as those before it are")]
    [InlineData("a,c,b\n1,5,0\n2,5,1\n3,5,0\n4,5,1\n5,5,1\n", "line 2, column \"c\": every row to learn from that has a value has 5")]
    [InlineData("a,c,b\n1,?,0\n2,,1\n3,NA,0\n4,?,1\n5,?,1\n", "column \"c\" has no value in any row to learn from; leave it out")]
    [InlineData("a,c,b\n1,5,0\n2,tall,1\n", "line 3, column \"c\": \"tall\" is no number, as those before it are")]
    [InlineData("a;c;b\n1;36,6;0\n", "line 2, column \"c\": \"36,6\" is a number of another country's form")]
    [InlineData("a,c,b\n1,36,6,0\n", "line 2 has 4 cells, where 3 are right, one a column")]
    [InlineData("a,b\n1,\"0\n", "has a quote that is not closed")]
    [InlineData("a,b\n1,0\n2,\n3,1\n", "line 3, column \"b\": the value is missing")]
    public void BadTablesAreTold(string text, string message)
    {
        string file = Write(text);
        SceneFile scene = SceneFile.Read(Engine.SceneText.File(Scene));
        Assert.StartsWith($"{file}: {message}", Assert.Throws<DataException>(() => scene.Data.At(file).Load(fixture.Gpu)).Message);
    }

    [Fact]
    public void WhatDoesNotFitIsBlamedOnTheScene()
    {
        string few = Write("a,b\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"{i * 7 % 31},{(i % 20 == 0 ? "yes" : "no")}\n")));
        Assert.Contains("CrossValidation: 5 folds need 5 healthy and 5 sick rows or more; of 80 rows 76 are healthy and 4 are sick. "
            + "Ask for fewer folds.", Refusal(few));
        Assert.Contains("CrossValidation: 500 folds need 500 healthy and 500 sick rows or more; of 400 rows",
            Refusal(null, ("learner.folds", "500")));
        Assert.Contains("there is no class \"helthy\". Did you mean \"healthy\"? There are healthy, sick.",
            Refusal(null, ("learner.healthy", "\"helthy\"")));
        Assert.Contains("\"label\" has 50 classes; from 2 to 20 are wanted",
            Refusal(Write("a,b\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},k{i % 50}\n")))));
        Assert.Contains("patients need a label, healthy or sick; the data have only features", Refusal(null, ("data",
            $$"""{ "type": "Csv", "file": {{System.Text.Json.JsonSerializer.Serialize(few)}}, "columns": ["a"] }""")));
        Assert.Contains("patients are rows of numbers", Refusal(null, ("data", """{ "type": "DrawnDigits", "train": 100, "test": 50 }""")));
    }

    /// <summary>With all patients, ten folds, five times: the figures that others have for these tables, within a point.</summary>
    [Theory]
    [InlineData("health/pima-indians-diabetes.csv", """["2", "3", "4", "5", "6"]""", 0.774)]
    [InlineData("health/processed.cleveland.data", "[]", 0.833)]
    public void RealPatientsAreToldApartAsOthersDo(string path, string zeroIsMissing, double accuracy)
    {
        string file = SharedData.Find(path);
        Dictionary<string, double> metrics = Run(out _, file, ("learner.folds", "10"), ("learner.repeats", "5"), ("learner.steps", "300"),
            ("learner.rate", "0.03"), ("data.zeroIsMissing", zeroIsMissing));
        Assert.Equal(accuracy, metrics["logisticAccuracy"], 0.01);
        Assert.InRange(metrics["svmAccuracy"], accuracy - 0.02, accuracy + 0.02);
    }

    [Fact]
    public void NothingIsShownBeforeItHasSeenData()
    {
        CrossValidationLearner learner = new(new VkLearn.Optimizers.Adam(1e-2f), new CrossValidationPlan(2, 1, 1, 0.1f, 2, [1, 1, 1], 1));
        Assert.Contains("let it Build and Survey them first", Assert.Throws<InvalidOperationException>(() => learner.Shown).Message);
    }

    string Refusal(string? file, params (string, string)[] changes) =>
        Assert.Throws<SettingsException>(() => Prepare(file, changes).Dispose()).Message;

    string Write(string text)
    {
        string file = Path.Combine(folder, $"{Directory.GetFiles(folder).Length}.csv");
        File.WriteAllText(file, text.ReplaceLineEndings("\n"));
        return file;
    }

    TrainingRun Prepare(string? file, params (string, string)[] changes)
    {
        fixture.Gpu.Seed(1);
        Session.Of(fixture.Gpu).Counters.Clock.Write(0); // as in a process of its own
        SceneFile scene = SceneFile.Read(Engine.SceneText.File(Scene), changes);
        DataSource source = file is null ? scene.Data : scene.Data.At(file);
        return TrainingRun.Prepare(fixture.Gpu, scene, source.Load(fixture.Gpu));
    }

    Dictionary<string, double> Run(string file) => Run(out _, file);

    Dictionary<string, double> Run(out float[] table, params (string, string)[] changes) => Run(out table, null, changes);

    Dictionary<string, double> Run(out float[] table, string? file, params (string, string)[] changes)
    {
        using TrainingRun run = Prepare(file, changes);
        Dictionary<string, double> metrics = [];
        foreach (VkLearn.Engine.TestResult test in run.Run(_ => { }, cancellation: TestContext.Current.CancellationToken).Tests)
        {
            foreach (var one in test.Named)
            {
                metrics[one.Name] = one.Value.Value;
            }
        }

        table = Tensor.At(fixture.Gpu, run.Scene.FindTensor("table")).ToArray(fixture.Gpu);
        return metrics;
    }
}
