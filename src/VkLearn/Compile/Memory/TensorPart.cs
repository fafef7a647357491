namespace VkLearn.Compile;

/// <summary>A tensor that is copied into another, from an element of it on.</summary>
readonly record struct TensorPart(Tensor Part, Tensor Whole, int FirstElement);
