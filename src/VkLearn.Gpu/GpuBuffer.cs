namespace VkLearn.Gpu;
public sealed class GpuBuffer : IDisposable
{
    public ulong Address => throw new NotImplementedException();
    public long Bytes => throw new NotImplementedException();
    public string Name => throw new NotImplementedException();
    public void Dispose() => throw new NotImplementedException();
}
