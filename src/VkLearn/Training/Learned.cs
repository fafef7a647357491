using VkLearn.Optimizers;

namespace VkLearn.Training;

/// <summary>What a learner has learned, to be gone on with by another of the same parts: of other data, or by other rules.</summary>
public sealed class Learned
{
    readonly Snapshot snapshot;

    Learned(Snapshot snapshot) => this.snapshot = snapshot;

    /// <summary>All that a learner owns, once its trainer is made; waits for its steps. Null of one that goes by no optimiser: what it
    /// found is of its very data.</summary>
    public static Learned? Of(Learner learner) =>
        learner.OfType<Optimizer>().Any() ? new(Snapshot.Of(learner.Places, new Dictionary<string, string>())) : null;

    /// <summary>Has another learner, whose trainer is made, go on with it.</summary>
    /// <returns>Whether it could: whether it has the same parts, of the same shapes.</returns>
    public bool TryGiveTo(Learner learner)
    {
        var places = learner.Places;
        bool fits = places.Count == snapshot.Tensors.Count
            && places.All(one => snapshot.Tensors.Any(tensor => tensor.Name == one.Name && tensor.Shape == one.Place.Shape));
        if (fits)
        {
            snapshot.Restore(places);
        }

        return fits;
    }
}
