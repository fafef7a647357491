using System.Reflection;
namespace VkLearn.Gpu;
public sealed class ShaderCode
{
    public static ShaderCode FromResource(Assembly assembly, string name) => throw new NotImplementedException();
    public static ShaderCode FromBytes(string name, ReadOnlySpan<byte> spirv) => throw new NotImplementedException();
    public string Name => throw new NotImplementedException();
    public IReadOnlyList<KernelArgument> Arguments => throw new NotImplementedException();
    public int ArgumentBytes => throw new NotImplementedException();
    public IReadOnlyList<uint> Words => throw new NotImplementedException();
}
