using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>The numbers of a tensor as they were read last, some ten times a second; nobody waits for them.</summary>
/// <param name="tensor">Float32.</param>
sealed class TensorReading(TensorSource tensor) : IDisposable
{
    static readonly TimeSpan readEvery = TimeSpan.FromMilliseconds(100);

    readonly byte[] read = new byte[tensor.Count * sizeof(float)];
    GpuReadback? back;
    TimeSpan? asked;
    bool isUnderWay;

    /// <summary>In the tensor's order; zeros before the first came.</summary>
    public IReadOnlyList<float> Values { get; private set; } = new float[tensor.Count];

    /// <summary>Takes what came, and asks for it again when it is time.</summary>
    public void Ask(FrameContext frame)
    {
        back ??= frame.Gpu.NewReadback(read.Length, tensor.Name);
        if (isUnderWay && back.TryRead(read))
        {
            isUnderWay = false;
            float[] values = new float[tensor.Count];
            Buffer.BlockCopy(read, 0, values, 0, read.Length);
            Values = values;
        }
        if (!isUnderWay && (asked is not { } last || frame.Time - last >= readEvery))
        {
            (asked, isUnderWay) = (frame.Time, true);
            frame.Recorder.CopyToReadback(tensor.Buffer, tensor.ByteOffset, read.Length, back);
        }
    }

    public void Dispose() => back?.Dispose();
}
