using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>A matrix product's kernel, its workgroup, its grid, and the constants that it has beside those of all products.</summary>
/// <param name="Variant">Its row in <see cref="KernelTable"/>'s table.</param>
readonly record struct GemmKernel(string Variant, string Shader, uint LocalSize, Groups Groups, Constant[] Constants)
{
    /// <summary>The value of one of its constants, by name; null where it has none such.</summary>
    public uint? this[string constant] => Constants.Where(own => own.Name == constant).Select(own => (uint?)own.Bits).FirstOrDefault();

    public override string ToString() =>
        $"{Shader} {string.Join(' ', (uint[])[LocalSize, .. Constants.Select(constant => constant.Bits)])}";
}
