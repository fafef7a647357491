using System.Diagnostics;
using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>The same seed gives the same weights after 500 steps, whatever is asked for besides.</summary>
[Collection("gpu"), Trait("Threads", "yes")]
public sealed class BitsTests(GpuFixture fixture, PlainGpu plain)
{
    const int Steps = 500;
    const string HashFile = "VKLEARN_TESTS_HASH_FILE";
    static string? usual;

    [Theory, InlineData(1), InlineData(100), InlineData(Steps)]
    public void HoweverManyReplaysASubmit(int times) => Assert.Equal(Usual, Hash(plain.Gpu, times));

    [Theory, InlineData("intermediates"), InlineData("gradients"), InlineData("weights"), InlineData("intermediates gradients weights")]
    public void WhateverIsWatched(string watched) => Assert.Equal(Usual, Hash(plain.Gpu, 100, watched));

    [Theory, InlineData("VKLEARN_FUSE"), InlineData("VKLEARN_ALIAS")]
    public void WithoutAPass(string off)
    {
        string expected = Usual;
        using Variable switched = new(off, "0");
        Assert.Equal(expected, Hash(plain.Gpu, 100));
        Assert.Equal(expected, Hash(plain.Gpu, 100, "intermediates gradients weights"));
    }

    [Fact]
    public void OnGuardedMemory() => Assert.Equal(Usual, Hash(fixture.Gpu, 100));

    [Fact]
    public void AnotherSeedGivesAnother() => Assert.NotEqual(Usual, Hash(plain.Gpu, 100, seed: 8));

    /// <summary>The driver reads its settings when it loads, so each number of threads needs a process of its own.</summary>
    [Fact]
    public void WithAnyNumberOfThreads() => Assert.Equal([Usual, Usual], [HashOfProcess("1"), HashOfProcess("2")]);

    string Usual => usual ??= Hash(plain.Gpu, 100);

    [Fact(Explicit = true)]
    public void WritesItsHash() => File.WriteAllText(Environment.GetEnvironmentVariable(HashFile)!, Usual);

    static string HashOfProcess(string threads)
    {
        string file = Path.Combine(TempFolder.New(), "hash");
        ProcessStartInfo start = new(Environment.ProcessPath!,
            ["-noLogo", "-explicit", "only", "-method", $"{typeof(BitsTests).FullName}.{nameof(WritesItsHash)}"])
        {
            RedirectStandardOutput = true,
        };
        (start.Environment["LP_NUM_THREADS"], start.Environment[HashFile]) = (threads, file);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && File.Exists(file), output);
        return File.ReadAllText(file);
    }

    static string Hash(GpuDevice gpu, int times, string watched = "", uint seed = 7)
    {
        Models.Restart(gpu, seed);
        Sequential model = new(new Dense(48, 40), new Relu(), new Dropout(0.25f), new Unflatten([5, 8]),
            new Lstm(8, 24, new() { GivesLast = true }), new Gelu(), new Dense(24, 5));
        Dataset points = Models.Points(count: 96, features: 48);
        Adam adam = new(new CosineSchedule(1e-2f, Steps));
        using Recording step = gpu.Record(() =>
        {
            (Tensor x, Tensor label) = points.NextBatch(32);
            foreach (Layer layer in model.Children)
            {
                x = layer.Forward(x);
                Watch("intermediates", x);
            }

            Tensor loss = Loss.SoftmaxCrossEntropy(x, label);
            Tensor[] gradients = loss.Gradients(model);
            Array.ForEach(gradients, gradient => Watch("gradients", gradient));
            adam.Apply(model.Parameters, gradients);
            foreach (Parameter parameter in model.Parameters)
            {
                Watch("weights", parameter);
            }

            return loss;
        });
        for (int i = 0; i < Steps; i += times)
        {
            step.Replay(times);
        }

        Assert.InRange(step.Result.Item(), 0, 1);
        return WeightsHash.Of(model);

        void Watch(string what, Tensor tensor)
        {
            if (watched.Contains(what, StringComparison.Ordinal))
            {
                tensor.Watch();
            }
        }
    }
}
