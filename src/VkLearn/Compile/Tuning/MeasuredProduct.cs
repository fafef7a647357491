namespace VkLearn.Compile;

/// <summary>A matrix product that <see cref="GemmTuner"/> measured.</summary>
/// <param name="Product">Transposes, batch x M x N x K: <see cref="GemmWork.Key"/>.</param>
/// <param name="Table">The kernel that is used where nothing was measured.</param>
/// <param name="Chosen">The one to use; another only where that is clearly faster.</param>
/// <param name="Milliseconds">Of each kernel that is right.</param>
/// <param name="Wrong">Kernels whose result is not the product.</param>
public sealed record MeasuredProduct(
    string Product, string Table, string Chosen, IReadOnlyDictionary<string, double> Milliseconds, IReadOnlyList<string> Wrong);
