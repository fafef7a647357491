using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Tests.Engine;

/// <summary>A scene whose trainer learns codes of images of 6 x 4, of two classes.</summary>
sealed class SmallCodes : IDisposable
{
    public const int Batch = 5, Height = 6, Width = 4;

    readonly GpuDevice gpu;

    /// <param name="isVariational">Not: an autoencoder.</param>
    public SmallCodes(GpuDevice gpu, int codeSize = 2, bool isVariational = true)
    {
        this.gpu = gpu;
        gpu.Seed(1);
        byte[] images = new byte[20 * Height * Width];
        new Random(1).NextBytes(images);
        Dataset data = Dataset.From(images, [.. Enumerable.Range(0, 20).Select(i => i % 2)], [1, Height, Width]);
        Learner learner = isVariational
            ? new VaeLearner(
                new Vae(new Dense(Height * Width, 2 * codeSize), new Dense(codeSize, Height * Width), codeSize), new Adam(1e-2f))
            : new AutoencoderLearner(Autoencoder.Of([Height * Width, codeSize], () => new Relu()), new Adam(1e-2f));
        Codec = learner.Models.OfType<ICodec>().FirstOrDefault() ?? (ICodec)learner;
        Trainer = new(learner, data, Batch) { Length = RunLength.Steps(1000) };
        Scene = new(gpu);
        Scene.Add("trainer", Trainer);
        Scene.Error += failure => throw failure;
    }

    public ICodec Codec { get; }

    public TrainerBehaviour Trainer { get; }

    public Scene Scene { get; }

    public void Step()
    {
        Scene.Playback.StepOnce();
        Scene.Time.Budget = TimeSpan.FromSeconds(1);
        Scene.Frame(Time.LongestDelta);
    }

    public float[] Read(string tensor) => Tensor.At(gpu, Scene.FindTensor(tensor)).ToArray(gpu);

    /// <summary>What is made of tensors now, by a recording of its own.</summary>
    public float[] Run(Func<Tensor> trace)
    {
        using Recording recording = gpu.Record(trace, training: false);
        recording.Replay();
        return recording.Result.ToArray();
    }

    public void Dispose() => Scene.Dispose();
}
