namespace VkLearn.Gpu;
public sealed class CommandRecorder
{
    public void Dispatch(Kernel kernel, ReadOnlySpan<byte> arguments, uint x, uint y = 1, uint z = 1) => throw new NotImplementedException();
    public void DispatchIndirect(Kernel kernel, ReadOnlySpan<byte> arguments, GpuBuffer buffer, long byteOffset) => throw new NotImplementedException();
    public void Barrier() => throw new NotImplementedException();
    public void Copy(GpuBuffer source, long sourceOffset, GpuBuffer destination, long destinationOffset, long bytes) => throw new NotImplementedException();
    public void Fill(GpuBuffer destination, long byteOffset, long bytes, uint word) => throw new NotImplementedException();
    public void Timestamp(GpuTimer timer, int index) => throw new NotImplementedException();
    public CommandList End() => throw new NotImplementedException();
}
