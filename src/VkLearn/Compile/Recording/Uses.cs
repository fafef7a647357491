using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>
/// What a recording reads and writes that is not its own: places, and memory of other recordings and of data sets. It can be reached as
/// long as the recording can, so that its memory stays; once some was disposed, the recording is refused.
/// </summary>
sealed class Uses
{
    readonly Session session;
    readonly Place[] places;
    readonly (Tensor Tensor, GpuBuffer Buffer)[] memory; // the buffer as it was: a tensor may come to lie elsewhere
    long seen;
    bool hasEnded;

    Uses(Session session, IEnumerable<Place> places, IEnumerable<Tensor> tensors)
    {
        this.session = session;
        this.places = [.. places.Distinct()];
        memory = [.. tensors.Distinct().Select(tensor => (tensor, ((MemoryLeaf)tensor.Leaf!).Buffer))];
        seen = session.Disposals;
    }

    public static Uses Of(Session session, Placement placement, Trace trace)
    {
        HashSet<Tensor> roots = [.. placement.Commands.SelectMany(command => command.Accesses)
            .Select(access => placement.Of(access.Tensor).Root)];
        IEnumerable<Place> counters = trace.Advances.SelectMany(advance => (Place?[])[advance.Counter, advance.Epoch]).OfType<Place>();
        IEnumerable<Place> clocks = trace.Random is { Clock: var clock } ? [clock] : [];
        IEnumerable<Place> read = roots.Select(root => placement.PlaceOf.GetValueOrDefault(root) ?? (root.Leaf as PlaceLeaf)?.Place)
            .OfType<Place>();
        return new Uses(session, [.. read, .. counters, .. clocks], roots.Where(root => root.Leaf is MemoryLeaf));
    }

    /// <exception cref="ObjectDisposedException">The recording, or what it uses, was disposed.</exception>
    public void RefuseDisposed(string recording)
    {
        ObjectDisposedException.ThrowIf(hasEnded, typeof(Recording));
        if (seen == session.Disposals)
        {
            return;
        }

        seen = session.Disposals;
        string? gone = Array.Find(places, place => place.IsDisposed)?.ToString()
            ?? Array.Find(memory, one => one.Buffer.IsDisposed).Tensor?.ToString();
        if (gone is not null)
        {
            seen = -1; // and again the next time
            throw new ObjectDisposedException(recording, $"The recording {recording} uses {gone}, which was disposed. Dispose it too, or "
                + "record anew with what lives.");
        }
    }

    /// <summary>The recording is disposed.</summary>
    public void End() => hasEnded = true;
}
