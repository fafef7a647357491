namespace VkLearn.Gpu;

/// <summary>Which part of a pipeline a shader is.</summary>
public enum ShaderStage { Compute, Vertex, Fragment }
