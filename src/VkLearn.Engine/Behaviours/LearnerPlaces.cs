using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Engine.Behaviours;

/// <summary>What of a learner can be seen whether or not a step computes it: parameters and states by their paths, constant learning rates.
/// </summary>
sealed class LearnerPlaces(Learner learner)
{
    public const string Rate = "learningRate";

    readonly Dictionary<string, Place> places = learner.Models
        .SelectMany(model => model.Parameters.AsEnumerable<Place>().Concat(model.States)).Select(place => (Name: place.Path, Place: place))
        .Concat(learner.OfType<State>().Select(own => (own.Name, Place: (Place)own.Thing)))
        .DistinctBy(one => one.Name).ToDictionary(one => one.Name, one => one.Place);

    public bool Has(string name) => places.ContainsKey(name) || ConstantRate(name) is not null;

    /// <summary>Where it lies; null where it is none of these.</summary>
    public TensorMemory? Find(string name) =>
        places.TryGetValue(name, out Place? place) ? place.Memory : ConstantRate(name)?.Rate.Memory;

    /// <summary>The optimiser whose constant learning rate has this name: <c>learningRate</c> for the first, else
    /// <c>critic:learningRate</c>.</summary>
    Optimizer? ConstantRate(string name) => learner.OfType<Optimizer>()
        .Where((one, i) => name == $"{one.Name}:{Rate}" || (i == 0 && name == Rate)).Select(one => one.Thing)
        .FirstOrDefault(optimizer => optimizer.LearningRate.IsConstant);
}
