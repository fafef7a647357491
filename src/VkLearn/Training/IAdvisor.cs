namespace VkLearn.Training;

/// <summary>A learner that knows by what it tells when it goes wrong.</summary>
public interface IAdvisor
{
    /// <summary>What is wrong, in a sentence, and what to try; null: nothing.</summary>
    /// <param name="recent">Of each metric that training tells, by its name, the mean of late.</param>
    string? Advice(IReadOnlyDictionary<string, double> recent);
}
