using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;
using Xunit.Sdk;

namespace VkLearn.Tests.Gpu;

/// <summary>
/// A small network that is trained, looked at and drawn, on a driver that may fail. What fails for want of memory is tried once more, when
/// there is memory again; a lost device ends the run. Whatever happens, all is freed and nobody complains.
/// </summary>
sealed class FaultyRun(FaultyRun.Kind kind)
{
    const int Side = 8; // of the picture, in pixels

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public enum Kind
    {
        Guarded,
        Fences,
        Borrowed,
    }

    readonly List<GpuMessage> messages = [];
    readonly List<VulkanException> failures = [];
    readonly byte[] drawn = new byte[Side * Side * 4];
    Exception? wrong;

    public FaultyDriver Driver { get; } = new();

    /// <summary>What was reported to the caller.</summary>
    public IReadOnlyList<VulkanException> Failures => failures;

    /// <summary>Hash of the weights, of what was drawn and of what was measured; null when the run did not get there.</summary>
    public string? Result { get; private set; }

    /// <summary>Runs on a thread of its own, which a hang leaves behind.</summary>
    public void Run()
    {
        Thread thread = new(Catch) { IsBackground = true };
        thread.Start();
        if (!thread.Join(Patience))
        {
            throw new XunitException($"The run hangs. Last calls: {string.Join(", ", Driver.Calls.TakeLast(5))}.");
        }
        Assert.True(wrong is null, $"{wrong}");
        Assert.Empty(Driver.Living);
        Assert.DoesNotContain(messages, static message => message.Id != "pipeline-cache"); // what the driver compiled is not kept: no harm
        Assert.All(failures, failure => Assert.True(
            failure is OutOfDeviceMemoryException || Driver.Failed.Contains(failure.Call.Replace("vk.", "vk")), $"{failure}"));
    }

    void Catch()
    {
        try
        {
            if (kind == Kind.Borrowed)
            {
                Borrow();
            }
            else
            {
                Open();
            }
        }
        catch (DeviceLostException failure)
        {
            failures.Add(failure);
        }
        catch (Exception e)
        {
            wrong = e;
        }
    }

    GpuOptions Options => new()
    {
        Guarded = kind == Kind.Guarded,
        Validation = kind == Kind.Guarded,
        HideFeature = kind == Kind.Fences ? "timelineSemaphore" : null,
        Message = messages.Add,
        EntryPoints = Driver.Open,
    };

    void Open()
    {
        using GpuDevice gpu = Attempt(() => GpuDevice.Open(Options));
        Use(gpu);
    }

    void Borrow()
    {
        using GpuDevice host = GpuDevice.Open(new GpuOptions { Validation = true, Message = messages.Add });
        using GpuDevice gpu = Attempt(() => GpuDevice.Borrow(Lent.By(host), Options));
        Use(gpu);
    }

    void Use(GpuDevice gpu)
    {
        Sequential model = new(new Dense(4, 8), new Relu(), new Dense(8, 3));
        string measured = Train(gpu, model);
        Draw(gpu);
        Result = $"{Attempt(() => WeightsHash.Of(model))} {measured} {Convert.ToHexString(drawn)}";
    }

    string Train(GpuDevice gpu, Layer model)
    {
        float[] items = [.. Enumerable.Range(0, 80).Select(static i => MathF.Sin(i))];
        Dataset data = Dataset.From(items, [.. Enumerable.Range(0, 20).Select(static i => i % 3)], [4]);
        Adam adam = new(1e-2f);
        Classifier learner = new(model, adam);
        Attempt(() => gpu.Seed(7));
        using Trainer trainer = Attempt(() => new Trainer(gpu, learner, data, batchSize: 5, watch: ["layers.0:output", "loss"]));
        using Evaluator evaluator = Attempt(() => new Evaluator(gpu, learner, data, batchSize: 8));
        Attempt(() => trainer.Run((int)(3 - trainer.Steps)));
        TrainingMetrics metrics = Attempt(trainer.Read);
        while (trainer.Steps < 5)
        {
            Attempt(() => trainer.Step.ReplayPart(parts: 2));
        }
        Attempt(() => adam.SetLearningRate(1e-3f));
        Attempt(() => trainer.Run((int)(9 - trainer.Steps)));
        float[] activations = Attempt(() => trainer.Step.Watches["layers.0:output"].ToArray());
        Tensor loose = model.Parameters[0].Value.Sum() + trainer.Step.Watches["loss"];
        float sum = Attempt(() => loose.Item());
        return $"{metrics} {Attempt(evaluator.Run)} {activations.Sum()} {sum}";
    }

    void Draw(GpuDevice gpu)
    {
        using Words words = Attempt(() => new Words(gpu, Side, Side));
        Attempt(() => words.Randomize(seed: 3));
        using GpuImage image = Attempt(() => gpu.NewImage(Side, Side, ImageFormat.Rgba8, "picture"));
        using GpuReadback readback = Attempt(() => gpu.NewReadback(sizeof(uint), "first word"));
        using FrameList frames = Attempt(() => gpu.NewFrames());
        for (int i = 0; i < 3; i++)
        {
            Attempt(() => DrawFrame(frames, words, image, readback, clears: i == 0));
        }
        Attempt(image.ReadPixels).CopyTo(drawn, 0);
        Attempt(gpu.WaitIdle);
        Assert.True(Attempt(() => readback.TryRead(drawn.AsSpan(0, readback.Bytes))));
    }

    static void DrawFrame(FrameList frames, Words words, GpuImage image, GpuReadback readback, bool clears)
    {
        CommandRecorder recorder = frames.Begin();
        recorder.BeginDrawing(image, clears ? (0, 0, 0, 1) : null);
        words.Draw(recorder, ImageFormat.Rgba8, x: 1, alpha: 0.5f);
        recorder.EndDrawing(ImageUse.Sampled);
        recorder.CopyToReadback(words.X, 0, readback.Bytes, readback);
        frames.Submit(recorder);
    }

    void Attempt(Action stage) => Attempt(() =>
    {
        stage();
        return true;
    });

    T Attempt<T>(Func<T> stage)
    {
        try
        {
            return stage();
        }
        catch (VulkanException failure) when (failure is not DeviceLostException)
        {
            failures.Add(failure);
            Driver.Relent();
            return stage();
        }
    }
}
