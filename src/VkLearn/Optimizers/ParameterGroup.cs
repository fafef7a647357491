using VkLearn.Formats;

namespace VkLearn.Optimizers;

/// <summary>
/// Parameters that an optimiser treats in a way of their own (<see cref="Optimizer.Groups"/>): <c>new("layers.0", 0.1f)</c> learns a tenth
/// as fast, <c>new("*.bias", WeightDecay: 0)</c> keeps its biases from decaying.
/// </summary>
/// <param name="Match">A path, which holds all that is below it: <c>layers.0</c>, <c>layers.0.weight</c>. A * is any characters.</param>
/// <param name="LearningRateFactor">What the learning rate is multiplied by.</param>
/// <param name="WeightDecay">In place of the optimiser's, whatever the parameters are; null: as the optimiser would.</param>
public sealed record ParameterGroup(string Match, float LearningRateFactor = 1, float? WeightDecay = null)
{
    /// <summary>Whether a parameter's path is matched.</summary>
    internal bool Holds(Parameter parameter) => Holds(parameter.Path, Match);

    static bool Holds(string path, string match)
    {
        string[] parts = match.Split('*');
        if (!path.StartsWith(parts[0], StringComparison.Ordinal))
        {
            return false;
        }

        string rest = path[parts[0].Length..];
        return parts.Length == 1 ? IsBelow(rest)
            : Enumerable.Range(0, rest.Length + 1).Any(skipped => Holds(rest[skipped..], string.Join('*', parts[1..])));
    }

    /// <summary>Whether what is left of a path begins another name.</summary>
    static bool IsBelow(string rest) => rest is "" or ['.', ..];

    /// <summary>Reads an optimiser's "groups", if it has any.</summary>
    internal static IReadOnlyList<ParameterGroup> Read(Settings optimizer) =>
        optimizer.Has("groups") ? [.. optimizer.List("groups").Select(One)] : [];

    static ParameterGroup One(Settings settings)
    {
        ParameterGroup group = new(settings.Text("match"), settings.Float("learningRateFactor", 1, min: 0),
            settings.Has("weightDecay") ? settings.Float("weightDecay", min: 0) : null);
        settings.RefuseUnknown();
        return group;
    }
}
