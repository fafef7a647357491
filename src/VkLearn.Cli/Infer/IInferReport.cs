namespace VkLearn.Cli;

/// <summary>Tells a model's answers.</summary>
interface IInferReport
{
    void Item(Answer answer);

    /// <param name="right">How many were right; null where that is not known.</param>
    void Done(int items, int? right);
}
