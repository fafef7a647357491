using Silk.NET.Vulkan;
using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Gpu;

/// <summary>A device that is lost, or that has no memory, at any call of a small training run.</summary>
[Collection("gpu")]
public sealed class FaultsTests(ITestOutputHelper output)
{
    const int RandomCalls = 100;

    [Fact]
    public void DeviceLostAtRandomCalls() => AtRandomCalls(Result.ErrorDeviceLost, persists: false);

    [Fact]
    public void OutOfDeviceMemoryAtRandomCalls() => AtRandomCalls(Result.ErrorOutOfDeviceMemory, persists: false);

    [Fact]
    public void OutOfHostMemoryFromRandomCallsOn() => AtRandomCalls(Result.ErrorOutOfHostMemory, persists: true);

    void AtRandomCalls(Result fault, bool persists)
    {
        int seed = Environment.TickCount;
        int every = int.TryParse(Environment.GetEnvironmentVariable("FAULTS"), out int n) ? n : 0;
        bool guarded = Environment.GetEnvironmentVariable("PLAIN") is null;
        FaultyRun well = new(new FaultyDriver(), guarded);
        well.Run();
        Assert.Null(well.Driver.Failed);
        output.WriteLine($"{well.Driver.Calls.Count} calls, seed {seed}");
        foreach (var g in well.Driver.Calls.GroupBy(c=>c)) output.WriteLine($"{g.Count()} {g.Key}");
        Random random = new(seed);
        int count = well.Driver.Calls.Count;
        foreach (int call in every > 0 ? Enumerable.Range(0, count).Where(i => i % every == 0) : Enumerable.Range(0, RandomCalls).Select(_ => random.Next(count)))
        {
            FaultyRun run = new(new FaultyDriver(), guarded);
            run.Driver.Fail(fault, call, persists);
            try
            {
                run.Run();
                if (run.IsDone)
                {
                    Assert.Equal(well.Weights, run.Weights);
                }
            }
            catch (Exception e)
            {
                output.WriteLine($"seed {seed}, call {call} ({run.Driver.Failed}), {fault}: {e}");
                if (every == 0) throw;
                Console.Error.WriteLine($"call {call} ({run.Driver.Failed}), {fault}: {e}");
            }
        }
    }
}

sealed class FaultyRun(FaultyDriver driver, bool guarded)
{
    readonly List<GpuMessage> messages = [];
    readonly List<VulkanException> failures = [];
    Exception? wrong;

    public FaultyDriver Driver => driver;
    public string Weights { get; private set; } = "";
    public bool IsDone { get; private set; }

    public void Run()
    {
        Thread thread = new(() =>
        {
            try
            {
                OpenAndTrain();
            }
            catch (Exception e)
            {
                wrong = e;
            }
        });
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)), $"hangs after {driver.Failed}");
        if (wrong is not null)
        {
            throw new Xunit.Sdk.XunitException($"{wrong}");
        }
        Assert.DoesNotContain(messages, m => m.Id != "pipeline-cache");
        Assert.Empty(driver.Living);
    }

    void OpenAndTrain()
    {
        GpuDevice? gpu = null;
        try
        {
            Attempt(() => gpu = GpuDevice.Open(new GpuOptions
            {
                Guarded = guarded, Validation = true, Message = messages.Add, EntryPoints = driver.Open,
            }));
            using (gpu)
            {
                Train(gpu!);
            }
            IsDone = true;
        }
        catch (DeviceLostException)
        {
            Assert.NotNull(driver.Failed);
        }
        Assert.Equal(driver.Failed is null, failures.Count == 0 && IsDone);
    }

    void Train(GpuDevice gpu)
    {
        Sequential model = new(new Dense(4, 8), new Relu(), new Dense(8, 3));
        float[] images = [.. Enumerable.Range(0, 80).Select(i => MathF.Sin(i))];
        Dataset data = Dataset.From(images, [.. Enumerable.Range(0, 20).Select(i => i % 3)], [4]);
        Adam adam = new(1e-2f);
        Attempt(() => gpu.Seed(7));
        Trainer? trainer = null;
        Evaluator? evaluator = null;
        try
        {
            Attempt(() => trainer = new(gpu, model, data, adam, batchSize: 5, watch: ["layers.0:output"]));
            Attempt(() => evaluator = new(gpu, model, data, batchSize: 8));
            Attempt(() => trainer!.Run((int)(3 - trainer.Steps)));
            Attempt(() => trainer!.Read());
            while (trainer!.Steps < 5)
            {
                Attempt(() => trainer!.Step.ReplayPart(2));
            }
            Attempt(() => trainer!.Step.Watches["layers.0:output"].ToArray());
            Attempt(() => evaluator!.Run());
            Attempt(() => adam.SetLearningRate(1e-3f));
            Attempt(() => trainer!.Run((int)(9 - trainer.Steps)));
            Tensor sum = model.Parameters[0].Value.Sum() + trainer!.Step.Result;
            Attempt(() => sum.Item());
            Attempt(() => Weights = WeightsHash.Of(model));
        }
        finally
        {
            evaluator?.Dispose();
            trainer?.Dispose();
        }
    }

    void Attempt(Action stage)
    {
        try
        {
            stage();
        }
        catch (VulkanException failure) when (failure is not DeviceLostException)
        {
            failures.Add(failure);
            driver.Relent();
            stage();
        }
    }
}
