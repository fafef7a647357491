using VkLearn.Formats;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// What a learner can be asked to measure in its tests beside what it always does: a scene's <c>"metrics"</c>, each by its name. A
/// classifier's (<see cref="ClassificationScore"/>) or a regressor's (<see cref="RegressionScore"/>).
/// </summary>
/// <param name="name">The metric's, as <c>precision</c>.</param>
public abstract class Score(string name)
{
    public string Name { get; } = name;

    /// <summary>See <see cref="Metric.Unit"/>.</summary>
    public virtual string Unit => "%";

    public virtual Better Better => Better.Higher;

    /// <summary>Whether it is worked out from sums (<see cref="OfSums"/>), not a mean.</summary>
    public virtual bool IsOfSums => false;

    /// <summary>What is told of the mean of all that was counted.</summary>
    public virtual double OfMean(double mean) => mean;

    /// <summary>What is told of the sums of all that was counted; null: nothing, as where nothing was.</summary>
    public virtual double? OfSums(float[] sums) => null;

    /// <summary>Reads a learner's, or a scene's, <c>"metrics"</c>.</summary>
    /// <exception cref="SettingsException">One cannot be made, or is for another sort of learner.</exception>
    public static IReadOnlyList<T> Read<T>(Settings settings) where T : Score => !settings.Has("metrics") ? []
        : [.. settings.List("metrics").Select(one => Catalog<Score>.Read(one) as T ?? throw one.Error(
            $"{one.Type} is a metric of another sort of learner: a classifier's go by labels, a regressor's by numbers."))];
}

/// <summary>A score of logits [rows, classes] by their labels [rows], of which those below 0 do not count.</summary>
public abstract class ClassificationScore(string name) : Score(name)
{
    /// <summary>Counts a test's batch in.</summary>
    /// <param name="names">The classes', as the data has them.</param>
    public abstract void Test(Metric metric, Tensor logits, Tensor label, IReadOnlyList<string> names);

    /// <summary>A class by its name, else by its number.</summary>
    /// <exception cref="ArgumentException">There is no such class; the message names those there are.</exception>
    protected int ClassOf(string name, IReadOnlyList<string> names, int classes)
    {
        int index = names.ToList().IndexOf(name);
        return index >= 0 ? index : int.TryParse(name, out int number) && number >= 0 && number < classes ? number
            : throw new ArgumentException($"{Name}: there is no class \"{name}\". There are {string.Join(", ", names)}.");
    }

    /// <summary>The name of a score of one class: <c>recallOfCat</c>; of all it is the score's own.</summary>
    protected static string NameOf(string score, string? ofClass) =>
        ofClass is null or "" ? score : $"{score}Of{char.ToUpperInvariant(ofClass[0])}{ofClass[1..]}";
}

/// <summary>A score of predictions and targets of one shape [rows, ..].</summary>
public abstract class RegressionScore(string name) : Score(name)
{
    /// <summary>Counts a test's batch in.</summary>
    public abstract void Test(Metric metric, Tensor prediction, Tensor target);
}
