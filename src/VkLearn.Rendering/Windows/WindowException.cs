namespace VkLearn.Rendering;

/// <summary>A window could not be opened or used: no window library, no display, or what GLFW says.</summary>
public sealed class WindowException(string message) : Exception(message);
