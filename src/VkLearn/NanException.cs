namespace VkLearn;

/// <summary>A NaN where numbers belong: the message says where, and in which step.</summary>
public sealed class NanException(string message) : Exception(message);
