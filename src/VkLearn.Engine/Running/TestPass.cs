using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>A test that is spread over frames, each within its budget; no step of training may come between.</summary>
sealed class TestPass(Evaluator evaluator)
{
    readonly Stepper stepper = new(evaluator.Step);
    long end;

    public bool IsUnderWay { get; private set; }

    public void Begin()
    {
        evaluator.Begin();
        (IsUnderWay, end) = (true, evaluator.Step.Replays + evaluator.Batches);
    }

    /// <summary>Goes on.</summary>
    /// <returns>The result, once there is one.</returns>
    public EvaluationMetrics? Run(TimeSpan budget)
    {
        stepper.Run(budget, () => (int)(end - evaluator.Step.Replays), () => IsUnderWay = evaluator.Step.Replays < end);
        return IsUnderWay ? null : evaluator.Read();
    }

    /// <summary>Ends it without a result.</summary>
    public void Cancel() => IsUnderWay = false;
}
