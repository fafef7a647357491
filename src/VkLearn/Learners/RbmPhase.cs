using System.Globalization;
using VkLearn.Formats;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>A stage of an <see cref="RbmLearner"/>: more Gibbs steps or another momentum than before.</summary>
/// <param name="Steps">Steps of Gibbs sampling from data, or chains, to dream: k of CD-k.</param>
/// <param name="Momentum">Of the updates: Hinton's guide (2010, section 9) has 0.5 at first, then 0.9.</param>
/// <param name="Epochs">How long; null for the last, which goes on as long as the run.</param>
public sealed record RbmPhase(int Steps = 1, float Momentum = 0.9f, int? Epochs = null)
{
    internal Stage Stage(int index, bool isPersistent) =>
        new($"{(isPersistent ? "PCD" : "CD")}-{Steps}{(index == 0 ? "" : $", phase {index + 1}")}", Epochs);

    /// <summary>Its <c>"phases"</c>; or of several <c>"schedules"</c>, lists of phases by name, that of its <c>"schedule"</c>.</summary>
    internal static IReadOnlyList<RbmPhase> ReadAll(Settings learner)
    {
        if (!learner.Has("schedules"))
        {
            IReadOnlyList<RbmPhase> phases = learner.Has("phases") ? [.. learner.List("phases").Select(Read)] : [];
            return phases is [] ? [new()] : phases;
        }

        Settings schedules = learner.Required("schedules");
        return [.. schedules.List(learner.Text("schedule")).Select(Read)];
    }

    static RbmPhase Read(Settings settings) => new(
        settings.Int("steps", 1, min: 1, max: 1000), settings.Float("momentum", 0.9f, min: 0, max: 0.999f),
        settings.Has("epochs") ? settings.Int("epochs", min: 1) : null);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Steps} steps, momentum {Momentum}, {(Epochs is { } some ? $"{some}" : "all")} epochs");
}
