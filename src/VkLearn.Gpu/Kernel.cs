namespace VkLearn.Gpu;
public sealed class Kernel
{
    public string Name => throw new NotImplementedException();
    public ShaderCode Code => throw new NotImplementedException();
    public IReadOnlyList<KernelArgument> Arguments => throw new NotImplementedException();
    public int ArgumentBytes => throw new NotImplementedException();
}
