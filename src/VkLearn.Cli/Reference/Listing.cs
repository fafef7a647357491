using VkLearn.Engine;
using VkLearn.Formats;
using VkLearn.Models;

namespace VkLearn.Cli;

/// <summary>A part of the reference: what a scene can name of one sort, found out from the code that reads it.</summary>
/// <param name="Word">What <c>vklearn list</c> calls it.</param>
/// <param name="About">Where in a scene it stands.</param>
/// <param name="Types">Finds it out.</param>
sealed record Listing(string Word, string About, Func<IReadOnlyList<SettingType>> Types)
{
    public static IReadOnlyList<Listing> All { get; } =
    [
        new("scene", "The keys of a scene's file.", () => [SceneReference.Scene()]),
        new("data", "What is learned from: a scene's \"data\".", () => SettingType.Of("DataSource")),
        new("learners", "What is trained: a scene's \"learner\".", () => SettingType.Of("Learner")),
        new("models", "Whole networks: a scene's \"model\", or a layer of another.",
            () => [.. SettingType.Of("Layer").Where(IsModel)]),
        new("layers", "What models are made of: \"layers\" of a Sequential.",
            () => [.. SettingType.Of("Layer").Where(type => !IsModel(type))]),
        new("initializers", "How a layer's weights begin: its \"weight\".", () => SettingType.Of("Initializer")),
        new("losses", "What is made small: a learner's \"loss\", or that of a scene without one.",
            () => SettingType.Of("LossFunction")),
        new("metrics", "What tests measure beside what a learner always does: its \"metrics\", or those of a scene without one.",
            () => SettingType.Of("Score")),
        new("qualities", "What a GAN's samples are judged by at the end: its \"quality\".", () => SettingType.Of("SampleQuality")),
        new("optimizers", "How weights are changed: a scene's \"optimizer\".", () => SettingType.Of("Optimizer")),
        new("schedules", "How a learning rate goes: an optimiser's \"learningRate\", which may be a number too.",
            () => SettingType.Of("Schedule")),
        new("views", "What is seen: the parts of a scene's \"views\".", SceneReference.Views),
        new("behaviours", "What else is in a scene: its \"behaviours\".", SceneReference.Behaviours),
    ];

    // A model of the user's own is listed as the layer that it is.
    static bool IsModel(SettingType type) => type.Made?.GetType().Namespace == typeof(ResNet).Namespace;
}
