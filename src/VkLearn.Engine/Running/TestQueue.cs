using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>
/// The tests of a training, one after the other, spread over frames: after each epoch the validation, or the test where there is none, and
/// at the end both, and what there is to be estimated then.
/// </summary>
/// <param name="estimate">Makes it when its turn comes; null: there is nothing.</param>
/// <param name="note">Told of those after each epoch.</param>
sealed class TestQueue(Evaluator? test, Evaluator? validation, Func<Estimate?>? estimate, Action<EvaluationMetrics> note)
{
    readonly Queue<(string Name, TestPass Pass)> due = [];
    readonly (string Name, TestPass Pass)? last = Of(TestResult.Test, test);
    readonly (string Name, TestPass Pass)? each = Of(TestResult.Validation, validation) ?? Of(TestResult.Test, test);
    long notedAt;

    static (string, TestPass)? Of(string name, Evaluator? evaluator) =>
        evaluator is { HasTest: true } ? (name, new TestPass(evaluator)) : null;

    /// <summary>Whether there is anything to test by.</summary>
    public bool HasAny => each is not null;

    public bool IsUnderWay => due.TryPeek(out var first) && first.Pass.IsUnderWay;

    public bool IsDue => due.Count > 0;

    /// <summary>Takes note of steps done: at an epoch's end or the run's something is due, once.</summary>
    public void Note(long steps, bool isEpochsEnd, bool isOver)
    {
        if (steps == 0 || steps == notedAt || !(isEpochsEnd || isOver) || due.Count > 0)
        {
            return;
        }

        notedAt = steps;
        if (each is { } one)
        {
            due.Enqueue(one);
        }

        if (isOver && last is { } final && final.Name != each?.Name)
        {
            due.Enqueue(final);
        }

        if (isOver && estimate?.Invoke() is { } made)
        {
            due.Enqueue((TestResult.Estimate, new TestPass(made)));
        }
    }

    /// <summary>What was done until then needs no test.</summary>
    public void SkipTo(long steps)
    {
        if (due.TryPeek(out var first))
        {
            first.Pass.Cancel();
        }

        due.Clear();
        notedAt = steps;
    }

    /// <summary>Goes on.</summary>
    /// <returns>The result, once a test is done.</returns>
    public TestResult? Run(TimeSpan budget, long steps)
    {
        (string name, TestPass pass) = due.Peek();
        if (!pass.IsUnderWay)
        {
            pass.Begin();
        }

        if (pass.Run(budget) is not { } metrics)
        {
            return null;
        }

        due.Dequeue();
        if (name == each?.Name)
        {
            note(metrics);
        }

        return new TestResult(name, steps, metrics);
    }
}
