namespace VkLearn.Engine.Views;

/// <summary>What shows, or is about, one of a scene's learners.</summary>
interface IOfLearner
{
    /// <summary>The name of the learner's entity; null: the scene's first.</summary>
    string? LearnerName { get; }
}
