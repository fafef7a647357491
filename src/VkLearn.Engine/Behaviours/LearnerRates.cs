using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Engine.Behaviours;

/// <summary>What a user turns of a learner's optimisers.</summary>
static class LearnerRates
{
    extension(Learner learner)
    {
        /// <inheritdoc cref="Optimizer.LearningRateFactor"/>
        /// <remarks>Of all its optimisers.</remarks>
        public float LearningRateFactor
        {
            get => learner.Optimizers.FirstOrDefault()?.LearningRateFactor ?? 1;
            set
            {
                foreach (Optimizer optimizer in learner.Optimizers)
                {
                    optimizer.LearningRateFactor = value;
                }
            }
        }

        /// <summary>What each optimiser's learning rate is multiplied by.</summary>
        public IReadOnlyList<Knob> RateKnobs =>
        [
            .. learner.OfType<Optimizer>().Select(one => new Knob(
                learner.Optimizers.Count == 1 ? $"{LearnerPlaces.Rate} \u00d7" : $"{one.Name}:{LearnerPlaces.Rate} \u00d7", 0.01, 100,
                () => one.Thing.LearningRateFactor, value => one.Thing.LearningRateFactor = (float)value, IsLogarithmic: true)),
        ];
    }
}
