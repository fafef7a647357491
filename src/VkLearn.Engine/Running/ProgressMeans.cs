using VkLearn.Engine.Behaviours;
using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>What a run's trainers told since the last progress, as one: metrics of further learners by their names, <c>b.loss</c>.
/// </summary>
sealed class ProgressMeans(Trainers trainers)
{
    readonly MeanMetrics[] means = [.. trainers.All.Select(trainer => new MeanMetrics(trainers.NameOf(trainer)))];
    readonly TimeSpan[] told = new TimeSpan[trainers.All.Count];

    public void Add(TrainerBehaviour trainer, TrainingMetrics metrics) => means[IndexOf(trainer)].Add(metrics);

    /// <summary>Counts no training time until now.</summary>
    public void Skip()
    {
        for (int i = 0; i < told.Length; i++)
        {
            told[i] = trainers.All[i].TrainTime;
        }
    }

    /// <summary>All that was told since the last taking.</summary>
    /// <param name="leading">Whose steps and epochs count.</param>
    public RunProgress Take(TrainerBehaviour leading, FrameMilliseconds? frames)
    {
        int index = IndexOf(leading);
        TrainingMetrics[] taken = [.. means.Select(one => one.Take())];
        double seconds = (leading.TrainTime - told[index]).TotalSeconds;
        Skip();
        MetricValues values = new([.. taken.SelectMany(one => one.Values)]);
        return new RunProgress(taken[index] with { Values = values }, taken[index].Steps / Math.Max(seconds, 1e-9), leading.TrainTime,
            trainers.TimeLeft, frames);
    }

    int IndexOf(TrainerBehaviour trainer) => trainers.All.TakeWhile(one => one != trainer).Count();
}
