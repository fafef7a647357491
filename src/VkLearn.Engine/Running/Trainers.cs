using VkLearn.Engine.Behaviours;
using VkLearn.Gpu;
using VkLearn.Training;

namespace VkLearn.Engine;

/// <summary>
/// A run's trainers, one a learner, as one: over when all are, kept and restored together. What is kept of the first has the names that it
/// has alone; what is of a further one stands beside it under its learner's name.
/// </summary>
sealed class Trainers(IReadOnlyList<TrainerBehaviour> all)
{
    public IReadOnlyList<TrainerBehaviour> All => all;

    public TrainerBehaviour First => all[0];

    /// <summary>Steps of all of them.</summary>
    public long Steps => all.Sum(trainer => trainer.Steps);

    /// <summary>Of the one that has trained longest: they train side by side.</summary>
    public TimeSpan TrainTime => all.Max(trainer => trainer.TrainTime);

    /// <summary>About how long they will still train; null where it is not known of one. Steps follow each other, time is spent together.
    /// </summary>
    public TimeSpan? TimeLeft => all.Any(trainer => trainer.TimeLeft is null) ? null
        : First.RunSteps is null ? all.Max(trainer => trainer.TimeLeft)
        : all.Aggregate(TimeSpan.Zero, (sum, trainer) => sum + trainer.TimeLeft!.Value);

    /// <inheritdoc cref="TrainerBehaviour.IsOver"/>
    public bool IsOver => all.All(trainer => trainer.IsOver);

    /// <inheritdoc cref="TrainerBehaviour.IsDone"/>
    public bool IsDone => all.All(trainer => trainer.IsDone);

    public string WeightsHash => all is [var only] ? Training.WeightsHash.Of(only.Learner)
        : Training.WeightsHash.Of(all.Select(trainer => (trainer.Entity.Name, trainer.Learner)));

    /// <summary>What reports put before a trainer's names; null for the first.</summary>
    public string? NameOf(TrainerBehaviour trainer) => trainer == First ? null : trainer.Entity.Name;

    /// <summary>Whether a trainer is the one that the run goes by: the first, then the first of those that are not over.</summary>
    public bool IsLeading(TrainerBehaviour trainer) => all.TakeWhile(before => before != trainer).All(before => before.IsOver);

    /// <summary>Whether all stand between two steps and owe no test, so that any of them can go on from here.</summary>
    public bool CanBeHeld => all.All(trainer => trainer.CanBeHeld);

    /// <inheritdoc cref="TrainerBehaviour.Stop"/>
    public void Stop() => Each(trainer => trainer.Stop());

    /// <inheritdoc cref="TrainerBehaviour.Yield"/>
    public void Yield() => Each(trainer => trainer.Yield());

    /// <inheritdoc cref="TrainerBehaviour.Measure"/>
    public void Measure() => Each(trainer => trainer.Measure());

    /// <summary>All of them as they are now, between two steps of each; of the newest moment, if the past is seen, which then ends.
    /// </summary>
    /// <inheritdoc cref="Trainer.Capture"/>
    public Snapshot Capture()
    {
        First.Scene.FindBehaviour<TimeTravel>()?.GoToNewest();
        Stop();
        return all.Skip(1).Aggregate(Captured(First), (snapshot, further) => snapshot.Beside(further.Entity.Name, Captured(further)));
    }

    static Snapshot Captured(TrainerBehaviour trainer) => trainer.Ready.Capture().After(trainer.TrainTime);

    /// <summary>Has all go on from a snapshot.</summary>
    /// <inheritdoc cref="Trainer.Restore"/>
    public void Restore(Snapshot snapshot)
    {
        Snapshot[] parts = [.. all.Select(trainer => PartOf(snapshot, trainer))];
        for (int i = 0; i < parts.Length; i++)
        {
            all[i].Ready.Restore(parts[i]);
            all[i].GoOnFrom(parts[i].TrainTime, isTestOwed: all[i].IsOver); // of a run that had ended nothing but its weights is kept
            ShowWhereItIs(all[i]);
        }
    }

    /// <summary>What those that go by an optimiser have learned, by their names.</summary>
    public IReadOnlyDictionary<string, Learned> Learned
    {
        get
        {
            Stop();
            return all.Select(trainer => (trainer.Entity.Name, Learned: Training.Learned.Of(trainer.Learner)))
                .Where(one => one.Learned is not null).ToDictionary(one => one.Name, one => one.Learned!);
        }
    }

    /// <summary>Those that have the parts of others go on with what these have learned, by their names.</summary>
    public void GoOnWith(IReadOnlyDictionary<string, Learned> learned) =>
        Each(trainer => learned.GetValueOrDefault(trainer.Entity.Name)?.TryGiveTo(trainer.Learner));

    /// <summary>Has those who watch see how the next batch goes through what was restored, of which nothing changes: a run that has ended
    /// already makes no step to be seen.</summary>
    static void ShowWhereItIs(TrainerBehaviour trainer)
    {
        if (trainer.Ready.Step.Watches.Count == 0)
        {
            return;
        }

        try
        {
            HeldTraining here = trainer.Hold();
            trainer.Show(here);
            here.Moment.Dispose();
        }
        catch (OutOfDeviceMemoryException)
        {
            // It is seen after the next step.
        }
    }

    Snapshot PartOf(Snapshot snapshot, TrainerBehaviour trainer) =>
        trainer == First ? all.Skip(1).Aggregate(snapshot, (rest, further) => rest.Without(further.Entity.Name))
        : snapshot.Part(trainer.Entity.Name) ?? throw snapshot.Refused(
            $"it holds nothing of learner \"{trainer.Entity.Name}\". Go on with the learners of before, in their order.");

    void Each(Action<TrainerBehaviour> act)
    {
        foreach (TrainerBehaviour trainer in all)
        {
            act(trainer);
        }
    }
}
