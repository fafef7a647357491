namespace VkLearn.Compile;

/// <summary>A matrix product's kernel, its workgroup, its grid, and its specialisation constants from id 30 on.</summary>
/// <param name="Variant">Its row in <see cref="KernelChoice"/>'s table.</param>
readonly record struct GemmKernel(string Variant, string Shader, uint LocalSize, Groups Groups, uint[] Specialization);
