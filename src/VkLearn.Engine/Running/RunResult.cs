using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>What a run reached.</summary>
/// <param name="Steps">Steps done; where several learn, by the first of them.</param>
/// <param name="Epochs">The same in epochs, also a part of one.</param>
/// <param name="TrainTime">From the first step to the end of the last; loading, compiling before and the test after do not count.</param>
/// <param name="WeightsHash">See <see cref="Training.WeightsHash"/>; where several learn, that of all of them.</param>
/// <param name="Tests">The last of each: on the test items, and on those of the validation where there is one.</param>
/// <param name="IsComplete">False when it was ended before its length.</param>
/// <param name="Frames">Null where none were drawn.</param>
public sealed record RunResult(
    long Steps, double Epochs, TimeSpan TrainTime, string WeightsHash, IReadOnlyList<TestResult> Tests, bool IsComplete,
    FrameMilliseconds? Frames = null)
{
    /// <summary>What its frames cost; null where none were drawn while it trained.</summary>
    public FrameCosts? Costs { get; init; }

    /// <summary>What could not be written beside the run, a sentence each: a checkpoint, a picture. It went on all the same.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];

    /// <summary>How it, or the first learner, did on the test items; null where it has no test.</summary>
    public EvaluationMetrics? Test => Tests.FirstOrDefault(test => test is { Name: TestResult.Test, Learner: null })?.Metrics;
}
