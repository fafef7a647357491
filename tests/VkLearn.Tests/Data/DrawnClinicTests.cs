using VkLearn.Data;
using VkLearn.Formats;
using Xunit;

namespace VkLearn.Tests.Data;

[Collection("gpu")]
public sealed class DrawnClinicTests(GpuFixture fixture)
{
    const int Many = 400_000;

    /// <summary>Against the same patients drawn: the rule by log odds is right as often, and so the mean of what it is sure of.</summary>
    [Fact]
    public void TheBestAccuracyIsThatOfTheTrueOdds()
    {
        (float[] measured, int[] sick) = DrawnClinic.Make(Many, seed: 7);
        int right = 0;
        double sure = 0;
        for (int i = 0; i < Many; i++)
        {
            double odds = DrawnClinic.LogOdds(Patient(measured, i)), chance = 1 / (1 + Math.Exp(-odds));
            right += odds > 0 == sick[i] > 0 ? 1 : 0;
            sure += Math.Max(chance, 1 - chance);
        }

        double best = DrawnClinic.BestAccuracy();
        Assert.Equal(best, sure / Many, 0.0006); // of draws of deviation 0.14, three of its deviations
        Assert.Equal(best, right / (double)Many, 0.0025);
        Assert.InRange(best, 0.75, 0.85); // neither hopeless nor easy
    }

    /// <summary>Each thing measured is spread as it is said, and no rule by one alone is as good as all of them.</summary>
    [Fact]
    public void PatientsAreAsTheyAreSaidToBe()
    {
        (float[] measured, int[] sick) = DrawnClinic.Make(Many, seed: 8);
        double[] means = [170, 72, 37.2, 76, 128];
        double weight = Math.Sqrt(0.64 * 81 + 121);
        double[] deviations = [9, weight, 0.6, Math.Sqrt(64 * 0.36 + 81), Math.Sqrt(0.16 * weight * weight + 196)];
        for (int j = 0; j < 5; j++)
        {
            double[] values = [.. measured.Where((_, i) => i % 5 == j).Select(value => (double)value)];
            double mean = values.Average();
            Assert.Equal(means[j], mean, 0.01 * deviations[j]);
            Assert.Equal(deviations[j], Math.Sqrt(values.Average(value => (value - mean) * (value - mean))), 0.01 * deviations[j]);
            Assert.InRange(values.Where((value, i) => value > mean == sick[i] > 0).Count() / (double)Many, 0, DrawnClinic.BestAccuracy());
        }

        Assert.InRange(sick.Average(), 0.4, 0.48);
    }

    [Fact]
    public void TheSameSeedDrawsTheSame()
    {
        (float[] measured, int[] sick) = DrawnClinic.Make(100, seed: 3);
        Assert.Equal(measured, DrawnClinic.Make(100, seed: 3).Measured);
        Assert.Equal(sick[..50], DrawnClinic.Make(50, seed: 3).Sick);
        Assert.NotEqual(measured, DrawnClinic.Make(100, seed: 4).Measured);
    }

    [Fact]
    public void AScenesPatientsAreStandardisedByThoseToLearnFrom()
    {
        DataSource source = Read("""{ "type": "DrawnClinic", "train": 500, "test": 50, "seed": 3 }""");
        (Dataset train, Dataset test) = source.Load(fixture.Gpu);
        Assert.Equal(["healthy", "sick"], source.ClassNames);
        float[] numbers = train.Values(fixture.Gpu, "features");
        (float[] measured, int[] sick) = DrawnClinic.Make(500, seed: 3);
        for (int j = 0; j < 5; j++)
        {
            float[] column = [.. numbers.Where((_, i) => i % 5 == j)];
            Assert.Equal(0, column.Average(), 1e-4f);
            Assert.Equal(1, column.Average(value => value * value), 1e-3f);
        }

        IReadOnlyList<Feature> features = ((Meaning.Quantity)test.Fields[0].Meaning).Features;
        Assert.Equal(DrawnClinic.Measured, features.Select(feature => feature.Name));
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(measured[i], features[i % 5].Measured(numbers[i]), 1e-3f));
        Assert.Equal(sick.Select(label => (float)label), train.Values(fixture.Gpu, "label"));
        Assert.Equal(DrawnClinic.BestAccuracy(), ((Meaning.Label)test.Fields[1].Meaning).BestAccuracy);
        Assert.NotEqual(numbers[..250], test.Values(fixture.Gpu, "features"));
    }

    /// <summary>Its last column is the label, also where that is a number, and what is missing is filled and told.</summary>
    [Fact]
    public void ATableOfOnesOwnTakesTheirPlace()
    {
        string file = Path.Combine(TempFolder.New(), "own.csv");
        File.WriteAllText(file, "a,b,c,sick\n1,0,?,0\n2,5,3,1\n3,6,4,3\n4,7,5,0\n5,8,6,1\n");
        DataSource source = Read("""{ "type": "DrawnClinic", "zeroIsMissing": ["b"], "leaveOut": ["a"] }""").At(file);
        Assert.Equal(["0", "1", "3"], source.ClassNames);
        Assert.Equal(["features", "label", "missing"], source.Fields.Select(field => field.Name));
        (Dataset train, Dataset test) = source.Load(fixture.Gpu);
        Assert.Equal(5, train.Count + test.Count);
        Assert.Equal(2, train.Values(fixture.Gpu, "missing").Concat(test.Values(fixture.Gpu, "missing")).Sum());
        Assert.Null(((Meaning.Label)train.Fields[1].Meaning).BestAccuracy);
    }

    static double[] Patient(float[] measured, int i) => [.. measured.AsSpan(5 * i, 5).ToArray().Select(value => (double)value)];

    static DataSource Read(string json) => DataSource.Read(Settings.Parse("test", System.Text.Encoding.UTF8.GetBytes(json)));
}
