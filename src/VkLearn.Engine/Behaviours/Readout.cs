using System.Runtime.InteropServices;
using VkLearn.Gpu;

namespace VkLearn.Engine.Behaviours;

/// <summary>Numbers on the device that the CPU sees a little later, without a wait.</summary>
sealed class Readout : IDisposable
{
    readonly GpuDevice gpu;
    readonly GpuReadback readback;
    readonly CommandList copy;
    readonly byte[] bytes;
    bool isAsked;

    /// <param name="numbers">Floats.</param>
    public Readout(GpuDevice gpu, TensorMemory numbers)
    {
        this.gpu = gpu;
        bytes = new byte[(int)numbers.Type.Bytes];
        readback = gpu.NewReadback(bytes.Length, "readout");
        using CommandRecorder recorder = gpu.BeginRecording("readout");
        recorder.CopyToReadback(numbers.Buffer, numbers.ByteOffset, bytes.Length, readback);
        copy = recorder.End();
    }

    /// <summary>The first of them.</summary>
    /// <inheritdoc cref="Values"/>
    public float? Value => Values?[0];

    /// <summary>As they were when last asked for and come; null before.</summary>
    public float[]? Values { get; private set; }

    /// <summary>Takes what has come, and asks for the numbers as they are after all that is queued.</summary>
    public void Ask()
    {
        if (isAsked && readback.TryRead(bytes))
        {
            Values = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
            isAsked = false;
        }

        if (!isAsked)
        {
            gpu.Timeline.Submit(copy);
            isAsked = true;
        }
    }

    public void Dispose()
    {
        copy.Dispose();
        readback.Dispose();
    }
}
