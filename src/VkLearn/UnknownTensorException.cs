namespace VkLearn;

/// <summary>A tensor was to be seen that nothing computes; the message lists what there is.</summary>
/// <param name="name">What was asked for.</param>
/// <param name="message">The rule, what was received, the way out.</param>
public sealed class UnknownTensorException(string name, string message) : ArgumentException(message)
{
    /// <summary>What was asked for.</summary>
    public string Name { get; } = name;
}
