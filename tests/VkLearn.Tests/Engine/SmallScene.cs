using System.Runtime.InteropServices;
using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Optimizers;

namespace VkLearn.Tests.Engine;

/// <summary>A scene whose trainer learns three classes of images of 8 x 8 with a small convolutional network, a step when asked.</summary>
sealed class SmallScene : IDisposable
{
    public const int Batch = 6, Side = 8, Classes = 3, Maps = 4;

    readonly GpuDevice gpu;

    public SmallScene(GpuDevice gpu, int steps = 1000)
    {
        this.gpu = gpu;
        gpu.Seed(1);
        Random random = new(1);
        byte[] images = new byte[30 * Side * Side];
        random.NextBytes(images);
        Dataset data = Dataset.From(images, [.. Enumerable.Range(0, 30).Select(i => i % Classes)], [1, Side, Side]);
        Model = new(new Conv2d(1, Maps, 3, padding: 1), new Relu(), new MaxPool2d(2), new Dense(Maps * Side * Side / 4, Classes));
        Classifier learner = new(Model, new Adam(1e-2f));
        Trainer = new(learner, data, Batch) { Length = RunLength.Steps(steps), ClassNames = ["a", "b", "c"] };
        Scene = new(gpu);
        Scene.Add("trainer", Trainer);
        Scene.Error += failure => throw failure;
    }

    public Sequential Model { get; }

    public TrainerBehaviour Trainer { get; }

    public Scene Scene { get; }

    /// <summary>So many frames with a step of training in each, if it is not over; views look at the batch in each.</summary>
    public void Step(int steps = 1)
    {
        for (int i = 0; i < steps; i++)
        {
            Scene.Playback.StepOnce();
            Frame();
        }
    }

    public void Frame(double seconds = Time.LongestDelta)
    {
        Scene.Time.Budget = TimeSpan.FromSeconds(1);
        Scene.Frame(seconds);
    }

    public float[] Read(string tensor) => Read(Scene.FindTensor(tensor));

    /// <summary>Its elements, integers as floats.</summary>
    public float[] Read(TensorMemory memory) => Read(memory.Buffer, memory.ByteOffset, (int)memory.Type.Shape.Count,
        memory.Type.Type == DType.Int32);

    public float[] Read(VkLearn.Rendering.TensorSource source) =>
        Read(source.Buffer, source.ByteOffset, source.Count, source.Type == VkLearn.Rendering.ElementType.Int32);

    float[] Read(GpuBuffer buffer, long offset, int count, bool isInteger)
    {
        byte[] bytes = new byte[sizeof(float) * count];
        gpu.Staging.Download(buffer, bytes.AsSpan(), offset);
        return isInteger ? [.. MemoryMarshal.Cast<byte, int>(bytes).ToArray().Select(value => (float)value)]
            : MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }

    public void Dispose() => Scene.Dispose();
}
