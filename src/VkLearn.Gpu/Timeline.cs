namespace VkLearn.Gpu;
public sealed class Timeline
{
    public int MaxSubmitsInFlight => throw new NotImplementedException();
    public ulong Submit(CommandList list, int times = 1) => throw new NotImplementedException();
    public ulong LastSubmitted => throw new NotImplementedException();
    public ulong Completed => throw new NotImplementedException();
    public void Wait(ulong value) => throw new NotImplementedException();
    public long Submits => throw new NotImplementedException();
    public long HostWaits => throw new NotImplementedException();
}
