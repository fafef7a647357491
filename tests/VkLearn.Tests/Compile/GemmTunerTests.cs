using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Primitives;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Compile;

[Collection("gpu")]
public sealed class GemmTunerTests(PlainGpu plain)
{
    const string Product = "NN 1x16x20x12"; // of Models.Points' first layer

    readonly string directory = TempFolder.New();

    /// <summary>What the table has for no product here: GemmPlain, except where that is all it has.</summary>
    (string Variant, string Shader) Other => TableOf(plain.Gpu) == "GemmPlain" ? ("Gemm-32x32", "Gemm") : ("GemmPlain", "GemmPlain");

    [Fact]
    public void MeasuresEachKernelOnTheProductsOfARecording()
    {
        GemmTuner tuner = new(plain.Gpu);
        using (Trainer trainer = Make(plain.Gpu, new Sequential(new Dense(12, 20))))
        {
            tuner.Add(trainer.Step);
        }

        List<MeasuredProduct> measured = [];
        DeviceChoices choices = tuner.Run(measured.Add);

        Assert.Equal(tuner.Count, measured.Count);
        Assert.Contains(Product, measured.Select(one => one.Product));
        Assert.Contains(measured, one => one.Product.EndsWith(" sum"));
        Assert.All(measured, one =>
        {
            Assert.Empty(one.Wrong);
            Assert.Contains(one.Table, one.Milliseconds.Keys);
            Assert.Contains(one.Chosen, one.Milliseconds.Keys);
            Assert.True(one.Milliseconds.Count > 1);
            Assert.All(one.Milliseconds.Values, ms => Assert.InRange(ms, 1e-6, 1e3));
            Assert.Equal(one.Chosen == one.Table ? null : one.Chosen, choices.Choices.GetValueOrDefault(one.Product));
        });
        Assert.True(choices.AreOf(plain.Gpu.Info));
        Assert.Empty(Session.Of(plain.Gpu).Tuned); // nothing is left behind
    }

    [Theory, InlineData(false, false, 1), InlineData(true, false, 1), InlineData(false, true, 1), InlineData(true, true, 3)]
    public void KnowsWhatMustComeOut(bool transposeA, bool transposeB, int batch)
    {
        GemmWork work = new(new MatMul(transposeA, transposeB), new GemmShape(batch, 5, 7, 9, batch > 1, BatchedB: false),
            PairedA: true, PairedB: false, ColumnSum: false);
        GemmTrial trial = new(plain.Gpu, work);

        // A GPU's tiles compile for seconds on a CPU driver, and are tested elsewhere.
        GemmKernel[] kernels = [.. KernelTable.Variants(plain.Gpu.Info, work).Where(kernel => kernel.Shader != "Gemm")];
        Assert.NotEmpty(kernels);
        foreach (GemmKernel kernel in kernels)
        {
            using GemmEntrant? entrant = trial.Enter(kernel.Variant);
            Assert.NotNull(entrant);
        }
    }

    [Fact]
    public void FindsAKernelWrongThatLeavesATermOut()
    {
        double[] expected = [.. Enumerable.Range(1, 50).Select(i => i / 7.0)];
        float[] right = [.. expected.Select(x => (float)x)];

        Assert.True(GemmTrial.IsRight(right, expected, terms: 100));
        Assert.False(GemmTrial.IsRight([.. right[..49], right[49] * 0.99f], expected, terms: 100));
        Assert.False(GemmTrial.IsRight([float.NaN, .. right[1..]], expected, terms: 100));
    }

    [Fact]
    public void WhatWasTunedIsUsedAndGivesTheSameBits()
    {
        string dispatched = $"{Other.Shader} (";
        Assert.DoesNotContain(dispatched, Train(choices: "off").Plan);

        (string plan, string hash) = Train(Tuned());
        (_, string again) = Train(Tuned());

        Assert.Contains(dispatched, plan);
        Assert.Equal(hash, again);
    }

    [Fact]
    public void ACheckpointRefusesOtherChoices()
    {
        Snapshot snapshot;
        using (GpuDevice gpu = GpuDevice.Open(new GpuOptions { Choices = Tuned() }))
        using (Trainer trainer = Make(gpu))
        {
            trainer.Run(2);
            snapshot = trainer.Capture();
            trainer.Restore(snapshot);
        }

        using GpuDevice other = GpuDevice.Open();
        using Trainer untuned = Make(other);
        Assert.Contains($"{Other.Shader} ", Assert.Throws<DataException>(() => untuned.Restore(snapshot)).Message);
    }

    static (string Plan, string WeightsHash) Train(string choices)
    {
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { Choices = choices });
        Sequential model = Model();
        using Trainer trainer = Make(gpu, model);
        trainer.Run(5);
        return (trainer.Step.Plan, WeightsHash.Of(model));
    }

    static string TableOf(GpuDevice gpu)
    {
        GemmWork work = new(new MatMul(), new GemmShape(1, 16, 20, 12, false, false), PairedA: true, PairedB: true, ColumnSum: false);
        return KernelTable.Variants(gpu.Info, work).First().Variant;
    }

    static Sequential Model() => new(new Dense(12, 20), new Relu(), new Dense(20, 5));

    static Trainer Make(GpuDevice gpu, Sequential? model = null)
    {
        gpu.Seed(7);
        return new(gpu, new Classifier(model ?? Model(), new Adam(1e-2f)), Models.Points(), batchSize: 16);
    }

    /// <summary>A choice file that has another kernel for the first layer.</summary>
    string Tuned()
    {
        string file = Path.Combine(directory, "choices.json");
        ChoiceFile.Empty.With(new DeviceChoices(plain.Gpu.Info.Name, plain.Gpu.Info.Driver,
            new Dictionary<string, string> { [Product] = Other.Variant },
            new Dictionary<string, IReadOnlyDictionary<string, double>>())).Write(file);
        return file;
    }
}
