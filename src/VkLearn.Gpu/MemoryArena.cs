namespace VkLearn.Gpu;
public sealed class MemoryArena
{
    public GpuBuffer Allocate(long bytes, string name) => throw new NotImplementedException();
    public bool Guarded => throw new NotImplementedException();
    public MemoryStatistics Statistics => throw new NotImplementedException();
    public void CheckGuards() => throw new NotImplementedException();
}
