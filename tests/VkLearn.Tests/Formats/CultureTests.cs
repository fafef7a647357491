using System.Diagnostics;
using System.Globalization;
using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Formats;

/// <summary>No text that decides anything depends on the thread's culture.</summary>
[Collection("gpu")]
public sealed class CultureTests(GpuFixture fixture)
{
    /// <summary>As a German's, with a minus sign of its own, as Swedish has: also where the process knows only the invariant one.</summary>
    static CultureInfo Foreign()
    {
        CultureInfo foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        NumberFormatInfo numbers = foreign.NumberFormat;
        (numbers.NumberDecimalSeparator, numbers.NumberGroupSeparator, numbers.NegativeSign) = (",", ".", "\u2212");
        return foreign;
    }

    Snapshot Train(CultureInfo culture, Snapshot? from, out string weights)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            fixture.Gpu.Seed(3);
            Session.Of(fixture.Gpu).Counters.Clock.Write(0);
            (byte[] images, byte[] labels) = DrawnDigits.Make(40, 1);
            Dataset data = Dataset.From(images, Array.ConvertAll(labels, label => (int)label), [1, 28, 28], "train");
            data.Augmentation = new Augmentation(Crop: 1, Rotation: 7.5f, Alpha: 1.5f, Sigma: 2.5f);
            Sequential model = new(new Dense(784, 6), new Relu(), new Dropout(0.25f), new Dense(6, 10));
            Optimizer optimizer = new Sgd(new CosineSchedule(0.05f), momentum: 0.9f);
            using Trainer trainer = new(fixture.Gpu, new Classifier(model, optimizer, 0.1f, new WeightAverage(0.9f)), data, 10, 20);
            if (from is not null)
            {
                trainer.Restore(from);
            }

            optimizer.LearningRateFactor = 0.5f;
            trainer.Run(5);
            weights = WeightsHash.Of(model);
            return trainer.Capture();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void ACheckpointOfOneCultureGoesOnInAnother()
    {
        Snapshot here = Train(CultureInfo.InvariantCulture, null, out _), there = Train(Foreign(), null, out _);
        Assert.Equal(here.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal),
            there.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal));
        Assert.Contains("0.9", there.Metadata["optimizer"]);

        Train(CultureInfo.InvariantCulture, there, out string first);
        Train(Foreign(), here, out string second);
        Train(Foreign(), there, out string third);
        Assert.Equal((first, first), (second, third));
    }

    /// <summary>What is run in a process of another country, of formats and checkpoints.</summary>
    static readonly string[] classes =
        ["*ThisProcessCultureTests", "*SettingsTests", "*SafetensorsTests", "*SnapshotTests", "*CsvSourceTests"];

    [Theory, InlineData("de-DE"), InlineData("tr-TR")]
    public async Task FormatsAndCheckpointsAreTheSameInAnotherCountry(string culture)
    {
        string settings = Path.Combine(TempFolder.New(), "runtimeconfig.json"), tests = typeof(CultureTests).Assembly.Location;
        File.WriteAllText(settings, File.ReadAllText(Path.ChangeExtension(tests, "runtimeconfig.json"))
            .Replace("\"System.Globalization.Invariant\": true", "\"System.Globalization.Invariant\": false"));
        ProcessStartInfo start = new("dotnet", ["exec", "--runtimeconfig", settings, "--depsfile", Path.ChangeExtension(tests, "deps.json"),
            tests, "-noLogo", "-noColor", "-reporter", "quiet", .. classes.SelectMany(name => new[] { "-class", name })])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = culture.Replace('-', '_') + ".UTF-8";
        start.Environment[ThisProcessCultureTests.Variable] = culture;
        using Process process = Process.Start(start)!;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(cancellation) + await errors;
        await process.WaitForExitAsync(cancellation);
        Assert.SkipWhen(output.Contains("valid ICU package", StringComparison.Ordinal), "this system has no ICU, so no cultures");
        Assert.True(process.ExitCode == 0, output);
    }
}

/// <summary>That a process is in the country that it was started in, where one was asked for.</summary>
public sealed class ThisProcessCultureTests
{
    public const string Variable = "TESTS_CULTURE";

    [Fact]
    public void IsTheOneAskedFor()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } culture)
        {
            Assert.Equal((culture, "0,5"), (CultureInfo.CurrentCulture.Name, $"{0.5}"));
        }
    }
}
