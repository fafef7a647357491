using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>How a run stands.</summary>
/// <param name="Metrics">Step, epoch, and the means since the progress before. Where several learn, steps are the first's that is not over,
/// and metrics of all but the first have their names before their own: <c>b.loss</c>.</param>
/// <param name="StepsPerSecond">Since the progress before.</param>
/// <param name="TrainTime">Since the first step was queued.</param>
/// <param name="Left">About how long it will still train; null while nothing is known.</param>
/// <param name="Frames">Null where none are drawn.</param>
public readonly record struct RunProgress(
    TrainingMetrics Metrics, double StepsPerSecond, TimeSpan TrainTime, TimeSpan? Left, FrameMilliseconds? Frames = null);
