using VkLearn.Formats;

namespace VkLearn.Losses;

/// <summary>What a classifier makes small: of scores [rows, classes] and labels [rows], of which those below 0 do not count.</summary>
/// <param name="classWeights">What the rows of each class weigh against others'; the mean divides by their sum. Null: all alike.</param>
public abstract class ClassificationLoss(IReadOnlyList<float>? classWeights) : LossFunction
{
    readonly float[]? classWeights = classWeights is null ? null : [.. classWeights];

    protected IReadOnlyList<float>? ClassWeights => classWeights;

    /// <summary>Its own settings, such as <c>gamma 2</c>; nothing for those that it has by default.</summary>
    protected virtual IEnumerable<string> Settings => [];

    /// <summary>Each row's loss as tests tell it, [rows], without weights; 0 for a label below 0.</summary>
    public abstract Tensor Each(Tensor logits, Tensor label);

    /// <summary>The mean that training makes small; 0, with gradients of 0, where no label counts.</summary>
    public abstract Tensor Mean(Tensor logits, Tensor label);

    /// <summary>What each row weighs in a mean, [rows], 0 for labels below 0; null: all count and weigh 1.</summary>
    /// <param name="classes">How many there are.</param>
    public Tensor? WeightOf(Tensor label, int classes) => Loss.WeightOf(label, classes, classWeights);

    public override string ToString() => string.Join(", ",
        [
            TypeName, .. Settings,
            .. classWeights is null ? [] : new[] { FormattableString.Invariant($"classWeights {string.Join(' ', classWeights)}") },
        ]);

    /// <summary>Reads <c>"classWeights"</c>.</summary>
    internal static float[]? ReadWeights(Settings settings) => settings.Has("classWeights") ? settings.Floats("classWeights") : null;
}
