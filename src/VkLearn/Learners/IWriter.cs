namespace VkLearn.Learners;

/// <summary>A learner that writes: what the numbers are that it makes.</summary>
public interface IWriter
{
    /// <summary>The texts that stand for them, to be put one after the other; null before it was built.</summary>
    IReadOnlyList<string>? Vocabulary { get; }
}
