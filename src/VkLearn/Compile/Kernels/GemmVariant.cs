using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>A row of <see cref="KernelTable"/>'s table: one way to do matrix products.</summary>
/// <param name="Name">What VKLEARN_GEMM and a choice file call it: the shader's name, and after a dash its tile.</param>
/// <param name="Reason">Why the table prefers it where it does.</param>
/// <param name="Can">Whether it can do a product on a device.</param>
/// <param name="Best">Whether the table prefers it to the rows that follow, given that it can.</param>
/// <param name="Kernel">How it is run.</param>
sealed record GemmVariant(string Name, string Reason, Func<DeviceInfo, GemmWork, bool> Can, Func<DeviceInfo, GemmWork, bool> Best,
    Func<DeviceInfo, GemmWork, GemmKernel> Kernel)
{
    public bool IsNamed(string name) => Name == name || Name.StartsWith(name + "-", StringComparison.Ordinal);
}
