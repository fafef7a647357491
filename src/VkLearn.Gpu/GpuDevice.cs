namespace VkLearn.Gpu;
public sealed class GpuDevice : IDisposable
{
    public static IReadOnlyList<DeviceInfo> Enumerate() => throw new NotImplementedException();
    public static GpuDevice Open(GpuOptions? options = null) => throw new NotImplementedException();
    public DeviceInfo Info => throw new NotImplementedException();
    public MemoryArena Memory => throw new NotImplementedException();
    public Staging Staging => throw new NotImplementedException();
    public Timeline Timeline => throw new NotImplementedException();
    public Kernel GetKernel(ShaderCode code, params ReadOnlySpan<uint> specialization) => throw new NotImplementedException();
    public CommandRecorder BeginRecording(string name) => throw new NotImplementedException();
    public T Attachment<T>(Func<GpuDevice, T> make) where T : class, IDisposable => throw new NotImplementedException();
    public long VulkanObjectsMade => throw new NotImplementedException();
    public void WaitIdle() => throw new NotImplementedException();
    public void Dispose() => throw new NotImplementedException();
}
