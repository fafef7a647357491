using Silk.NET.Vulkan;
using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Gpu;
using VkLearn.Tests.Gpu;
using Xunit;

namespace VkLearn.Tests.Engine;

/// <summary>Runs whose device is lost, or has no memory left, anywhere.</summary>
[Collection("gpu")] // on devices of its own, but none that another test's switches should reach
public sealed class RecoveryTests
{
    const int Steps = 40, Calls = 34; // of each of three kinds

    static readonly string sceneFile = SceneText.File(SceneText.Tiny);

    [Fact]
    public void ARunWhoseDeviceIsLostAnywhereGoesOnToTheSameBits()
    {
        FaultyDriver well = new();
        string unbroken = Run(well, new Recovery { Interval = TimeSpan.Zero }).WeightsHash;
        int recovered = 0, seed = System.Random.Shared.Next();
        System.Random random = new(seed);
        foreach (int call in Enumerable.Range(0, Calls).Select(_ => random.Next(well.Calls.Count)))
        {
            FaultyDriver driver = new();
            driver.Fail(Result.ErrorDeviceLost, call);
            Recovery recovery = new() { Interval = TimeSpan.Zero };
            recovery.Recovering += text =>
            {
                recovered++;
                Assert.EndsWith($"going on after step {recovery.Last?.Step ?? 0}.", text);
            };

            string hash = Run(driver, recovery).WeightsHash;

            Assert.True(unbroken == hash, $"lost at call {call} (seed {seed}), {driver.Failed.FirstOrDefault()}");
        }

        Assert.InRange(recovered, Calls / 2, Calls); // the rest lost it in the end, when all was done
    }

    [Theory, InlineData(Result.ErrorOutOfDeviceMemory), InlineData(Result.ErrorOutOfHostMemory)]
    public void ARunThatFindsNoMemoryEndsWithItsMessageOrGoesOnToTheSameBits(Result result)
    {
        FaultyDriver well = new();
        string unbroken = Run(well, new Recovery { Interval = TimeSpan.Zero }).WeightsHash;
        int ended = 0, seed = System.Random.Shared.Next();
        System.Random random = new(seed);
        foreach (int call in Enumerable.Range(0, Calls).Select(_ => random.Next(well.Calls.Count)))
        {
            FaultyDriver driver = new();
            driver.Fail(result, call);
            Recovery recovery = new() { Interval = TimeSpan.Zero };
            try
            {
                Assert.True(unbroken == Run(driver, recovery).WeightsHash,
                    $"no memory at call {call} (seed {seed}), {driver.Failed.FirstOrDefault()}");
            }
            catch (VulkanException failure)
            {
                ended++;
                Assert.Contains("OutOf", failure.Message);
                Assert.True(unbroken == Run(new FaultyDriver(), recovery).WeightsHash,
                    $"the snapshot of before is no more good: no memory at call {call} (seed {seed}), {driver.Failed.FirstOrDefault()}");
            }
        }

        Assert.InRange(ended, 1, Calls);
    }

    /// <summary>Learners of others' projects: of two models, and of three stages.</summary>
    [Theory, InlineData("uncertain"), InlineData("points"), InlineData("stack")]
    public void SoDoesOneOfALearnerThatNoFileOfOursKnows(string scene)
    {
        // Loads what registers them.
        Assert.NotNull(new Extension.UncertainRegressor(new VkLearn.Layers.Dense(1, 2), new VkLearn.Optimizers.Adam(1e-3f)));
        string file = RepositoryRoot.Find($"tests/VkLearn.Extension/scenes/{scene}.json");
        (string, string)[] small = scene == "stack"
            ? [("data.train", "200"), ("data.test", "40"), ("learner.epochs", "1"), ("training.batch", "20")] : [("training.batch", "20")];
        LosesItsDevice(file, small);
    }

    [Fact]
    public void SoDoSeveralLearners() => LosesItsDevice(SceneText.File(SeveralLearnersTests.SeveralText()));

    /// <summary>Learners with more than a gradient of their own: chains, stages, two players and their optimisers.</summary>
    [Theory, InlineData("gan", "learner.loss=Wasserstein", "learner.gradientPenalty=10", "learner.criticUpdates=2"),
        InlineData("rbm", "learner.distributions=0"), InlineData("vae", "learner.importanceSamples=0")]
    public void SoDoesEachOfOurOwn(string scene, params string[] small) => LosesItsDevice(
        RepositoryRoot.Find($"scenes/{scene}.json"), [("data.train", "100"), ("data.test", "20"), ("training.batch", "10"),
            .. small.Select(change => change.Split('=')).Select(change => (change[0], change[1]))]);

    static void LosesItsDevice(string file, params (string, string)[] changes)
    {
        const int times = 5;
        FaultyDriver well = new();
        string unbroken = Run(well, new Recovery { Interval = TimeSpan.Zero }, file, changes).WeightsHash;
        int recovered = 0, seed = System.Random.Shared.Next();
        System.Random random = new(seed);
        foreach (int call in Enumerable.Range(0, times).Select(_ => random.Next(well.Calls.Count)))
        {
            FaultyDriver driver = new();
            driver.Fail(Result.ErrorDeviceLost, call);
            Recovery recovery = new() { Interval = TimeSpan.Zero };
            recovery.Recovering += _ => recovered++;

            string hash = Run(driver, recovery, file, changes).WeightsHash;

            Assert.True(unbroken == hash, $"lost at call {call} (seed {seed}), {driver.Failed.FirstOrDefault()}");
        }

        Assert.InRange(recovered, 1, times);
    }

    [Fact]
    public void ADeviceThatIsLostAgainAndAgainEndsTheRun()
    {
        int attempts = 0;
        Recovery recovery = new() { Attempts = 2 };

        Assert.Throws<DeviceLostException>(() => recovery.Run<int>(() =>
        {
            attempts++;
            throw new DeviceLostException("vk.QueueSubmit");
        }));

        Assert.Equal(3, attempts);
    }

    static RunResult Run(
        FaultyDriver driver, Recovery recovery, string? scene = null, params (string, string)[] changes) => recovery.Run(() =>
    {
        SceneFile file = SceneFile.Read(scene ?? sceneFile, changes);
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { EntryPoints = driver.Open, Message = _ => { } });
        gpu.Seed((uint)file.Seed);
        using TrainingRun run = TrainingRun.Prepare(gpu, file, file.Data.Load(gpu), RunLength.Steps(Steps));
        run.Protect(recovery);
        TrainerBehaviour trainer = run.Scene.FindBehaviour<TrainerBehaviour>()!;
        trainer.Every(4, trainer.Yield); // so that there are frames, after each of which there is a snapshot
        return run.Run(_ => { });
    });
}
