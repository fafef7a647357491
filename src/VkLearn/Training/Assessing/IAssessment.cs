namespace VkLearn.Training;

/// <summary>What is found out about a learner by replaying recordings, between its steps: a test, an estimate of its likelihood.</summary>
public interface IAssessment
{
    /// <summary>What is replayed how often, one after the other, once it has begun.</summary>
    IReadOnlyList<(Recording Step, int Times)> Parts { get; }

    /// <summary>Forgets what was found out before.</summary>
    void Begin();

    /// <summary>What was found out, once all parts were replayed; waits for it.</summary>
    EvaluationMetrics Read();
}

public static class AssessmentSyntax
{
    extension(IAssessment assessment)
    {
        /// <summary>Begins, replays all parts and waits for the result.</summary>
        public EvaluationMetrics Run()
        {
            assessment.Begin();
            foreach ((Recording step, int times) in assessment.Parts)
            {
                step.Replay(times);
            }

            return assessment.Read();
        }
    }
}
