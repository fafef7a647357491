using VkLearn.Gpu;

namespace VkLearn.Rendering.Views;

/// <summary>
/// A tensor as it was at a moment, some ten times a second: its numbers here, to be written, and where asked for a copy on the device, to
/// be drawn. What is drawn of it is so of the same moment as what is written beside it. Nobody waits for either.
/// </summary>
/// <param name="tensor">What is read; it may move, but keeps its shape.</param>
/// <param name="isDrawn">Whether a copy is kept on the device.</param>
sealed class TensorReading(TensorSource tensor, bool isDrawn = false) : IDisposable
{
    static readonly TimeSpan readEvery = TimeSpan.FromMilliseconds(100);

    readonly int bytes = tensor.Count * tensor.ElementBytes;
    readonly byte[] read = new byte[(tensor.Count * tensor.ElementBytes + 3) & ~3];
    readonly GpuBuffer?[] copies = new GpuBuffer?[2]; // the one that is shown, and the one whose numbers are under way
    GpuReadback? back;
    TimeSpan? asked;
    int shown;
    bool isUnderWay, hasCome;

    /// <summary>In the tensor's order; zeros before the first came.</summary>
    public IReadOnlyList<double> Values { get; private set; } = new double[tensor.Count];

    /// <summary>Once asked: the copy that <see cref="Values"/> are of; before the first of them came the one they will be of.</summary>
    public TensorSource Copy => tensor with { Buffer = copies[hasCome ? shown : 1 - shown]!, ByteOffset = 0 };

    /// <summary>Takes what came, and asks for it again when it is time.</summary>
    /// <returns>Whether there are others than before.</returns>
    public bool Ask(FrameContext frame) => Ask(frame, tensor);

    /// <inheritdoc cref="Ask(FrameContext)"/>
    public bool Ask(FrameContext frame, TensorSource from)
    {
        back ??= frame.Gpu.NewReadback(read.Length, tensor.Name);
        bool isNew = isUnderWay && back.TryRead(read);
        if (isNew)
        {
            Take();
        }

        if (!isUnderWay && (asked is not { } last || frame.Time - last >= readEvery))
        {
            (asked, isUnderWay) = (frame.Time, true);
            CopyOnDevice(frame, from);
            frame.Recorder.CopyToReadback(from.Buffer, from.ByteOffset, bytes, back);
        }

        return isNew;
    }

    void Take()
    {
        (isUnderWay, hasCome, shown) = (false, true, 1 - shown);
        double[] values = new double[tensor.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Elements.Value(tensor.Type, read, i);
        }

        Values = values;
    }

    void CopyOnDevice(FrameContext frame, TensorSource from)
    {
        if (isDrawn)
        {
            GpuBuffer copy = copies[1 - shown] ??= frame.Gpu.Memory.Allocate(read.Length, tensor.Name);
            frame.Recorder.Copy(from.Buffer, from.ByteOffset, copy, 0, bytes);
            frame.Recorder.Barrier();
        }
    }

    public void Dispose()
    {
        back?.Dispose();
        Array.ForEach(copies, copy => copy?.Dispose());
    }
}
