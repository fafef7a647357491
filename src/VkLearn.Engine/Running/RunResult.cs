using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>What a run reached.</summary>
/// <param name="Steps">Steps done.</param>
/// <param name="Epochs">The same in epochs, also a part of one.</param>
/// <param name="TrainTime">From the first step to the end of the last; loading, compiling before and the test after do not count.</param>
/// <param name="WeightsHash">See <see cref="Training.WeightsHash"/>.</param>
/// <param name="Test">On the test items.</param>
/// <param name="IsComplete">False when it was ended before its length.</param>
/// <param name="Frames">Null where none were drawn.</param>
public sealed record RunResult(
    long Steps, double Epochs, TimeSpan TrainTime, string WeightsHash, EvaluationMetrics Test, bool IsComplete,
    FrameMilliseconds? Frames = null);
