namespace VkLearn.Gpu;
public sealed class CommandList : IDisposable
{
    public string Name => throw new NotImplementedException();
    public void Dispose() => throw new NotImplementedException();
}
