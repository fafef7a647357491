using VkLearn.Optimizers;

namespace VkLearn.Training;

/// <summary>What a training tells the learning rates of its learner's optimisers: how long they go, and how tests went.</summary>
sealed class LearningRates
{
    readonly Learner learner;
    readonly (Optimizer Optimizer, Schedule Schedule)[] given;

    /// <exception cref="ArgumentException">One goes by a metric that the learner has not.</exception>
    public LearningRates(Learner learner)
    {
        this.learner = learner;
        given = [.. learner.Optimizers.Select(optimizer => (optimizer, optimizer.LearningRate))];
        foreach (Optimizer optimizer in Tested)
        {
            MetricOf(optimizer.LearningRate.OnPlateau!);
        }
    }

    IEnumerable<Optimizer> Tested => learner.Optimizers.Where(optimizer => optimizer.LearningRate.OnPlateau is not null);

    /// <summary>Has schedules that were not told their length go over all steps in which their optimiser updates something.</summary>
    /// <param name="stepsOf">How many those are.</param>
    public void Over(Func<Optimizer, int> stepsOf)
    {
        foreach ((Optimizer optimizer, Schedule schedule) in given)
        {
            optimizer.LearningRate = schedule.Over(Math.Max(1, stepsOf(optimizer)));
        }
    }

    /// <summary>Tells those that go by tests of the one after a step.</summary>
    /// <exception cref="InvalidOperationException">It does not tell of the metric that one goes by.</exception>
    public void Note(EvaluationMetrics test, long step)
    {
        foreach (Optimizer optimizer in Tested)
        {
            Metric metric = MetricOf(optimizer.LearningRate.OnPlateau!);
            double value = test.Values.Find(metric.Name) ?? throw new InvalidOperationException(
                $"{optimizer.GetType().Name}: the learning rate goes by the {metric.Words} of tests, which tell of "
                + $"{string.Join(", ", test.Values.Select(one => one.Metric.Name))} only. Name one of those in the schedule.");
            optimizer.NoteTest(value, metric.Better == Better.Lower, step);
        }
    }

    /// <summary>Whether one goes by tests and was not told of the one after a step.</summary>
    public bool Await(long step) => Tested.Any(optimizer => optimizer.Plateau!.Awaits(step));

    Metric MetricOf(PlateauSchedule schedule)
    {
        Metric[] scored = [.. learner.Metrics.Where(metric => metric.Better != Better.Neither)];
        return (schedule.Metric is null ? scored.FirstOrDefault() : Array.Find(scored, metric => metric.Name == schedule.Metric))
            ?? throw new ArgumentException($"the learning rate goes by the metric \"{schedule.Metric}\" of tests, which "
                + $"{learner.GetType().Name} has not. It has {string.Join(", ", scored.Select(metric => metric.Name))}.");
    }
}
