namespace VkLearn.Gpu;
public sealed class Staging
{
    public void Upload<T>(ReadOnlySpan<T> data, GpuBuffer destination, long byteOffset = 0) where T : unmanaged => throw new NotImplementedException();
    public void Download<T>(GpuBuffer source, Span<T> data, long byteOffset = 0) where T : unmanaged => throw new NotImplementedException();
    public void Fill(GpuBuffer destination, long byteOffset, long bytes, uint word = 0) => throw new NotImplementedException();
    public long BytesUploaded => throw new NotImplementedException();
    public long BytesDownloaded => throw new NotImplementedException();
}
