using VkLearn.Formats;
using VkLearn.Losses;
using VkLearn.Optimizers;

namespace VkLearn.Training;

/// <summary>What learners' settings have in common: models and optimisers, given in place, or by name among those of the scene.</summary>
public static class LearnerSettings
{
    [ThreadStatic]
    static SceneParts? parts;

    extension(Settings learner)
    {
        /// <summary>
        /// A model: an object is made; a name is that of one of the scene's <c>"models"</c>; without the key it is the scene's model
        /// of that name, which for <c>model</c> is its <c>"model"</c>.
        /// </summary>
        /// <exception cref="SettingsException">There is none, or it cannot be made.</exception>
        public Layer Model(string key)
        {
            if (learner.Child(key) is not { } given)
            {
                return parts?.Models.GetValueOrDefault(key) ?? throw learner.Error(
                    $"\"{key}\" is missing: a model, or the name of one of the scene's \"models\".");
            }

            return parts?.Models.GetValueOrDefault(given.Type) ?? Catalog<Layer>.Read(given);
        }

        /// <summary>An optimiser; without the key the scene's <c>"optimizer"</c>.</summary>
        /// <exception cref="SettingsException">There is none, or it cannot be made.</exception>
        public Optimizer Optimizer(string key) =>
            learner.Child(key) is { } given ? ReadOptimizer(given)
            : parts?.Optimizer?.Invoke() ?? throw learner.Error($"\"{key}\" is missing: an optimizer by its \"type\".");

        /// <summary>Its <c>"loss"</c>; null where it says none.</summary>
        /// <exception cref="SettingsException">It cannot be made, or is for another sort of learner.</exception>
        public T? Loss<T>() where T : LossFunction => learner.Child("loss") is not { } given ? null
            : Catalog<LossFunction>.Read(given) as T ?? throw learner.Error($"{given.Type} is the loss of another sort of learner: a "
                + "classifier's goes by labels, a regressor's by numbers. Take one that \"vklearn list losses\" says is its.", "loss");
    }

    /// <summary>Reads an optimiser with what all of them have: <c>"clipNorm"</c> and <c>"clipValue"</c>.</summary>
    public static Optimizer ReadOptimizer(Settings settings)
    {
        float? clipNorm = settings.Has("clipNorm") ? settings.Float("clipNorm", min: float.Epsilon) : null;
        float? clipValue = settings.Has("clipValue") ? settings.Float("clipValue", min: float.Epsilon) : null;
        Optimizer optimizer = Catalog<Optimizer>.Read(settings);
        (optimizer.ClipNorm, optimizer.ClipValue) = (clipNorm, clipValue);
        return optimizer;
    }

    /// <summary>Has learners that are read meanwhile find what their scene has.</summary>
    public static T With<T>(SceneParts scene, Func<T> read)
    {
        SceneParts? outer = parts;
        parts = scene;
        try
        {
            return read();
        }
        finally
        {
            parts = outer;
        }
    }
}

/// <summary>What a scene has for its learners.</summary>
/// <param name="Models">By name.</param>
/// <param name="Optimizer">Makes one as the scene's <c>"optimizer"</c> says; null where it says none.</param>
public sealed record SceneParts(IReadOnlyDictionary<string, Layer> Models, Func<Optimizer>? Optimizer);
