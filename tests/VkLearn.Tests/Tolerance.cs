namespace VkLearn.Tests;

/// <summary>What a kernel may differ from its definition in float64, relative to each element, and what is tested at all.</summary>
/// <param name="Forward">Of the outputs; float32 itself rounds by 6e-8.</param>
/// <param name="Gradient">Of the gradient by kernels.</param>
/// <param name="Second">Of the gradient's gradient.</param>
/// <param name="Differences">Between the gradient in float64 and central differences.</param>
/// <param name="Floor">
/// Elements smaller than this share of a tensor's root mean square count as that large: where sums cancel, the error is that of their
/// terms.
/// </param>
/// <param name="Least">Elements smaller than this count as this large, where they are made from numbers as large.</param>
/// <param name="Differentiable">Whether there is a gradient to test.</param>
/// <param name="Smooth">Whether the gradient has a gradient to test.</param>
/// <param name="Long">Whether axes of 70,000 are tried: a definition may have a loop over an axis.</param>
public sealed record Tolerance(
    double Forward = 1e-6, double Gradient = 2e-6, double Second = 1e-5, double Differences = 1e-5, double Floor = 0.1, double Least = 0,
    bool Differentiable = true, bool Smooth = true, bool Long = true);
