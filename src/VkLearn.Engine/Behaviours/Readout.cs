using System.Runtime.InteropServices;
using VkLearn.Gpu;

namespace VkLearn.Engine.Behaviours;

/// <summary>A number on the device that the CPU sees a little later, without a wait.</summary>
sealed class Readout : IDisposable
{
    readonly GpuDevice gpu;
    readonly GpuReadback readback;
    readonly CommandList copy;
    readonly byte[] bytes = new byte[sizeof(float)];
    bool isAsked;

    /// <param name="number">A float.</param>
    public Readout(GpuDevice gpu, TensorMemory number)
    {
        this.gpu = gpu;
        readback = gpu.NewReadback(sizeof(float), "readout");
        using CommandRecorder recorder = gpu.BeginRecording("readout");
        recorder.CopyToReadback(number.Buffer, number.ByteOffset, sizeof(float), readback);
        copy = recorder.End();
    }

    /// <summary>As it was when last asked for and come; null before.</summary>
    public float? Value { get; private set; }

    /// <summary>Takes what has come, and asks for the number as it is after all that is queued.</summary>
    public void Ask()
    {
        if (isAsked && readback.TryRead(bytes))
        {
            Value = MemoryMarshal.Read<float>(bytes);
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
