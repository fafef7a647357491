using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn.Training;

/// <summary>
/// All that a training's future depends on at one moment, kept in device memory: going back to it is a copy there, of which nothing is read
/// back and for which nobody waits. It goes with its device; what is to outlive that is a <see cref="Snapshot"/>.
/// </summary>
public sealed class Moment : IDisposable
{
    readonly GpuDevice gpu;
    readonly GpuBuffer kept;
    readonly List<Piece> pieces = [];

    /// <param name="about">What else is to be known of it; it holds no tensors.</param>
    /// <exception cref="OutOfDeviceMemoryException">There is no room for it.</exception>
    internal Moment(GpuDevice gpu, IEnumerable<Place> places, Snapshot about)
    {
        (this.gpu, About) = (gpu, about);
        LooseTrace.FlushQueued();
        foreach (Place place in places.OrderBy(place => place.Home!.Buffer.Address).ThenBy(place => place.Home!.ByteOffset))
        {
            Add(place.Home!, place.TensorType.Bytes);
        }

        kept = gpu.Memory.Allocate(Math.Max(Bytes, 1), "moment");
        Copy("hold", (recorder, piece) => recorder.Copy(piece.Buffer, piece.Offset, kept, piece.At, piece.Bytes));
    }

    /// <summary>Steps of training before it.</summary>
    public long Step => About.Step;

    /// <summary>What it takes of the device's memory.</summary>
    public long Bytes => pieces is [.., var last] ? Session.Align(last.At + last.Bytes) : 0;

    internal Snapshot About { get; }

    /// <summary>Gives the places what they held.</summary>
    internal void Restore()
    {
        LooseTrace.FlushQueued();
        Copy("go back", (recorder, piece) => recorder.Copy(kept, piece.At, piece.Buffer, piece.Offset, piece.Bytes));
    }

    public void Dispose() => kept.Dispose();

    /// <summary>Places that follow each other are one piece; between counters, which the device holds, there are others'.</summary>
    void Add(Home home, long bytes)
    {
        if (home.Holding is not null && pieces is [.., var last]
            && last.Buffer == home.Buffer && Session.Align(last.Offset + last.Bytes) == home.ByteOffset)
        {
            pieces[^1] = last with { Bytes = home.ByteOffset + bytes - last.Offset };
        }
        else
        {
            pieces.Add(new(home.Buffer, home.ByteOffset, bytes, Bytes));
        }
    }

    void Copy(string name, Action<CommandRecorder, Piece> copy)
    {
        using CommandRecorder recorder = gpu.BeginRecording(name);
        pieces.ForEach(piece => copy(recorder, piece));
        using CommandList list = recorder.End();
        gpu.Timeline.Submit(list);
    }

    /// <param name="At">Where it is kept.</param>
    readonly record struct Piece(GpuBuffer Buffer, long Offset, long Bytes, long At);
}
