namespace VkLearn.Gpu;

/// <summary>What a host's command buffers copy to the host, until it is known that they were submitted.</summary>
internal sealed class HostCommands
{
    readonly List<(GpuReadback Into, long Bytes)> readbacks = [];

    public void WillCopyTo(GpuReadback into, long bytes)
    {
        lock (readbacks)
        {
            into.WillBeSubmitted();
            readbacks.Add((into, bytes));
        }
    }

    public void Submitted(ulong value)
    {
        lock (readbacks)
        {
            foreach ((GpuReadback into, long bytes) in readbacks)
            {
                into.Submitted(value, bytes);
            }
            readbacks.Clear();
        }
    }
}
