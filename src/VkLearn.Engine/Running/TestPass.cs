using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>A test that is spread over frames, each within its budget; no step of training may come between.</summary>
sealed class TestPass(IAssessment assessment)
{
    readonly Queue<(Recording Step, int Times)> parts = [];
    readonly Dictionary<Recording, Stepper> steppers = []; // which know how long a step takes
    long end;

    public bool IsUnderWay { get; private set; }

    public void Begin()
    {
        assessment.Begin();
        IsUnderWay = true;
        parts.Clear();
        foreach ((Recording, int) part in assessment.Parts)
        {
            parts.Enqueue(part);
        }

        BeginPart();
    }

    /// <summary>Goes on.</summary>
    /// <returns>The result, once there is one.</returns>
    public EvaluationMetrics? Run(TimeSpan budget)
    {
        Recording step = parts.Peek().Step;
        bool isDone = false;
        steppers[step].Run(budget, () => (int)(end - step.Replays), () => isDone = step.Replays >= end);
        if (isDone)
        {
            parts.Dequeue();
            IsUnderWay = parts.Count > 0;
            BeginPart();
        }

        return IsUnderWay ? null : assessment.Read();
    }

    /// <summary>Ends it without a result.</summary>
    public void Cancel() => IsUnderWay = false;

    void BeginPart()
    {
        if (parts.TryPeek(out var part))
        {
            steppers.TryAdd(part.Step, new Stepper(part.Step));
            end = part.Step.Replays + part.Times;
        }
    }
}
