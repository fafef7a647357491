using VkLearn.Engine.Behaviours;
using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>What a run's trainers told since the last progress, as one: metrics of further learners by their names, <c>b.loss</c>.
/// </summary>
sealed class ProgressMeans(Trainers trainers)
{
    readonly MeanMetrics[] means = [.. trainers.All.Select(trainer => new MeanMetrics(trainers.NameOf(trainer)))];
    readonly (long Steps, TimeSpan Time)[] told = new (long, TimeSpan)[trainers.All.Count];
    readonly double[] perSecond = new double[trainers.All.Count];

    public void Add(TrainerBehaviour trainer, TrainingMetrics metrics) => means[IndexOf(trainer)].Add(metrics);

    /// <summary>Counts no step and no training time until now.</summary>
    public void Skip()
    {
        for (int i = 0; i < told.Length; i++)
        {
            told[i] = (trainers.All[i].Steps, trainers.All[i].TrainTime);
        }
    }

    /// <summary>All that was told since the last taking.</summary>
    /// <param name="leading">Whose steps and epochs count.</param>
    public RunProgress Take(TrainerBehaviour leading, FrameMilliseconds? frames)
    {
        int index = IndexOf(leading);
        TrainingMetrics[] taken = [.. means.Select(one => one.Take())];
        CountSteps(leading, index);
        Skip();
        MetricValues values = new([.. taken.SelectMany(one => one.Values)]);
        return new RunProgress(taken[index] with { Values = values }, perSecond[index], leading.TrainTime, trainers.TimeLeft, frames);
    }

    /// <summary>Where a trainer has not gone on since, as at a run's end, it is as fast as it was.</summary>
    void CountSteps(TrainerBehaviour trainer, int index)
    {
        (long steps, double seconds) = (trainer.Steps - told[index].Steps, (trainer.TrainTime - told[index].Time).TotalSeconds);
        perSecond[index] = steps > 0 && seconds > 0 ? steps / seconds : perSecond[index];
    }

    int IndexOf(TrainerBehaviour trainer) => trainers.All.TakeWhile(one => one != trainer).Count();
}
