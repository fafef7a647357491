using System.Globalization;
using VkLearn.Formats;
using VkLearn.Optimizers;

namespace VkLearn.Learners;

/// <summary>How a machine of a deep belief net is trained (<see cref="GreedyPretraining"/>).</summary>
/// <param name="Epochs">How long; null for a last one after which no stage comes, which goes on as long as the run.</param>
/// <param name="LearningRate">A schedule goes over these epochs.</param>
/// <param name="Steps">Steps of Gibbs sampling from data to dream: k of CD-k.</param>
/// <param name="Momentum">Of the updates.</param>
/// <param name="WeightDecay">Of the weights, not of the biases.</param>
public sealed record RbmTraining(
    int? Epochs, Schedule LearningRate, int Steps = 1, float Momentum = 0.5f, float WeightDecay = 0)
{
    /// <summary>A learner's <c>"machines"</c>, each one's from below upward; or of several <c>"schedules"</c>, such lists by name, that of
    /// its <c>"schedule"</c>.</summary>
    public static IReadOnlyList<RbmTraining> ReadAll(Settings learner)
    {
        if (!learner.Has("schedules"))
        {
            return [.. learner.List("machines").Select(Read)];
        }

        Settings schedules = learner.Required("schedules");
        return [.. schedules.List(learner.Text("schedule")).Select(Read)];
    }

    static RbmTraining Read(Settings settings) => new(
        settings.Has("epochs") ? settings.Int("epochs", min: 0) : null, Schedule.Read(settings),
        settings.Int("steps", 1, min: 1, max: 1000),
        settings.Float("momentum", 0.5f, min: 0, max: 0.999f), settings.Float("weightDecay", 0, min: 0));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(Epochs is { } some ? $"{some}" : "all")} epochs of CD-{Steps}, momentum {Momentum}, weight decay {WeightDecay}");
}
