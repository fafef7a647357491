using System.Diagnostics;
using System.Runtime.InteropServices;
using Silk.NET.Vulkan;
using VkLearn;
using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Ops;
using VkLearn.Optimizers;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;

namespace HostEngine;

/// <summary>
/// The one place where the engine knows VkLearn. A network learns drawn digits inside the engine's frames, views of it are drawn on an
/// image that the engine samples, and it is asked a digit each frame, whose answer comes with a later one.
/// </summary>
sealed unsafe class Learning : IDisposable
{
    const int Inputs = 784, Hidden = 128, Classes = 10, Batch = 64, Digits = 2000;
    const int PanelWidth = 360, PanelHeight = 300;

    readonly GpuDevice gpu;
    readonly Trainer trainer;
    readonly Dense first = new(Inputs, Hidden);
    readonly State asked = new("asked", [1, Inputs]);
    readonly Recording answer;
    readonly GpuReadback probabilities;
    readonly CommandList ask;
    readonly HostTarget panel;
    readonly Renderer renderer;
    readonly (byte[] Images, byte[] Labels) digits = DrawnDigits.Make(Digits, seed: 1);
    readonly Queue<bool> recent = [];
    double secondsPerStep;
    int askedDigit, askedAt;
    bool isAsking;

    public Learning(HostDevice host, HostOptions options)
    {
        gpu = GpuDevice.Borrow(Lend(host, options), new GpuOptions { Message = static message => Messages.Say(message.ToString()) });
        Sequential model = new(new Flatten(), first, new VkLearn.Layers.Relu(), new Dense(Hidden, Classes));
        Dataset data = Dataset.From(digits.Images, [.. digits.Labels.Select(static label => (int)label)], [28, 28]);
        trainer = new(gpu, new Classifier(model, new Adam(1e-3f)), data, Batch);
        answer = gpu.Record(() => model.Forward(asked.Value).Softmax(), training: false, name: "answer");
        probabilities = gpu.NewReadback(Classes * sizeof(float), "probabilities");
        ask = RecordAsking();
        panel = new(gpu, PanelWidth, PanelHeight);
        TensorSource weight = Source(first.Weight.Memory!.Value, "weights");
        renderer = new(gpu, panel, Layout<View>.Column(
            Layout<View>.Of(new TensorGrid(weight, TileLayout.OfUnits(weight.Shape, DrawnDigits.Side, DrawnDigits.Side))).WithWeight(3),
            new TensorGrid(Source(answer.Result.Memory!.Value, "answer"))));
    }

    /// <summary>The features that the engine is to enable on its device.</summary>
    public static IReadOnlyCollection<string> Features =>
        [.. GpuDevice.Requirements.RequiredFeatures, .. GpuDevice.Requirements.OptionalFeatures];

    /// <summary>VkImageView of the panel, ready to be sampled after <see cref="DrawInto"/>.</summary>
    public ulong PanelView => panel.Image.View;

    public (int Width, int Height) PanelSize => (panel.Width, panel.Height);

    public long Steps => trainer.Steps;
    public int Asked { get; private set; }
    public int Answers { get; private set; }

    /// <summary>Answers that came with the frame after the question's.</summary>
    public int PromptAnswers { get; private set; }

    /// <summary>Of the last fifty answers, how many were right.</summary>
    public int Right => recent.Count(static isRight => isRight);

    /// <summary>Trains as many steps as fit into the time, by what a step took before; at least one.</summary>
    public void Train(TimeSpan budget)
    {
        int steps = Math.Max(1, secondsPerStep == 0 ? 1 : (int)Math.Min(budget.TotalSeconds / secondsPerStep, 1000));
        long start = Stopwatch.GetTimestamp();
        trainer.Run(steps);
        trainer.Step.Wait();
        secondsPerStep = Stopwatch.GetElapsedTime(start).TotalSeconds / steps;
    }

    /// <summary>Submits a question unless one is open.</summary>
    public void Ask(int frame)
    {
        if (isAsking)
        {
            return;
        }
        int index = (int)(frame * 7919L % Digits);
        float[] pixels = [.. digits.Images.AsSpan(index * Inputs, Inputs).ToArray().Select(static pixel => pixel / 255f)];
        asked.Load(pixels);
        gpu.Timeline.Submit(ask);
        (askedDigit, askedAt, isAsking) = (digits.Labels[index], frame, true);
        Asked++;
    }

    /// <summary>Looks whether the answer is there; never waits.</summary>
    public void Poll(int frame)
    {
        Span<float> found = stackalloc float[Classes];
        if (isAsking && probabilities.TryRead(MemoryMarshal.AsBytes(found)))
        {
            isAsking = false;
            Answers++;
            PromptAnswers += frame == askedAt + 1 ? 1 : 0;
            recent.Enqueue(found.IndexOf(MaxOf(found)) == askedDigit);
            if (recent.Count > 50)
            {
                recent.Dequeue();
            }
        }
    }

    /// <summary>Draws the panel in the engine's command buffer.</summary>
    public void DrawInto(CommandBuffer commands)
    {
        panel.CommandBuffer = commands.Handle;
        renderer.Render();
    }

    /// <summary>The engine has submitted that command buffer.</summary>
    public void Submitted() => gpu.HostSubmitted();

    /// <summary>Keeps a picture of the engine's.</summary>
    public static void Save(string path, byte[] pixels, int width, int height) => PngFile.Write(path, pixels, width, height);

    /// <summary>The panel's own pixels, rows from the top, red, green, blue, alpha.</summary>
    public byte[] ReadPanel() => panel.ReadPixels();

    public void Dispose()
    {
        renderer.Dispose();
        panel.Dispose();
        ask.Dispose();
        probabilities.Dispose();
        answer.Dispose();
        trainer.Dispose();
        gpu.Dispose();
    }

    static BorrowedDevice Lend(HostDevice host, HostOptions options)
    {
        BorrowedDevice lent = new()
        {
            Instance = host.Instance.Handle,
            PhysicalDevice = host.PhysicalDevice.Handle,
            Device = host.Device.Handle,
            Queue = host.Queue.Handle,
            QueueFamily = host.Family,
            ApiVersion = HostDevice.ApiVersion,
            EnabledFeatures = host.EnabledFeatures,
            EnabledExtensions = options.Validates ? ["VK_EXT_debug_utils"] : [],
        };
        return options.HostSubmits
            ? lent with { Submit = (submit, fence) => Submit(host, submit, fence) }
            : lent with { LockQueue = host.QueueLock.Enter, UnlockQueue = host.QueueLock.Exit };
    }

    static int Submit(HostDevice host, nint submit, ulong fence)
    {
        host.Submit((SubmitInfo*)submit, new(fence));
        return (int)Result.Success;
    }

    /// <summary>A replay, and the copy of its result, as one list that is submitted for each question.</summary>
    CommandList RecordAsking()
    {
        using CommandRecorder recorder = gpu.BeginRecording("ask");
        answer.RecordInto(recorder);
        TensorMemory result = answer.Result.Memory!.Value;
        recorder.CopyToReadback(result.Buffer, result.ByteOffset, probabilities.Bytes, probabilities);
        return recorder.End();
    }

    static TensorSource Source(TensorMemory at, string name) =>
        new(at.Buffer, at.ByteOffset, ElementType.Float32, [.. at.Type.Shape], name);

    static float MaxOf(ReadOnlySpan<float> values)
    {
        float max = values[0];
        foreach (float value in values)
        {
            max = Math.Max(max, value);
        }
        return max;
    }
}
