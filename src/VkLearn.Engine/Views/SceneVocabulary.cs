using VkLearn.Engine.Behaviours;
using VkLearn.Learners;

namespace VkLearn.Engine.Views;

/// <summary>What the tokens of a scene's learner that writes mean.</summary>
static class SceneVocabulary
{
    extension(Scene scene)
    {
        /// <param name="learner">By its entity's name; null: the scene's first.</param>
        /// <exception cref="ArgumentException">That does not write.</exception>
        public IReadOnlyList<string> VocabularyOf(string? learner)
        {
            TrainerBehaviour trainer = scene.FindTrainer(learner);
            return (trainer.Learner as IWriter)?.Vocabulary ?? throw new ArgumentException(
                "tokens are of a learner that writes, such as LanguageModel and Captions, "
                + $"but \"{trainer.Entity.Name}\" is a {trainer.Learner.GetType().Name}.");
        }
    }
}
