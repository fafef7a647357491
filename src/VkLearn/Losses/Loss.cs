using VkLearn.Primitives;

namespace VkLearn.Losses;

/// <summary>
/// What training makes small: scalars, unless all losses of rows or elements are asked for (<see cref="Reduction.None"/>). A mean divides
/// by what counts, never by what is left out: labels below 0 and what a mask says. Where nothing counts it is 0 with gradients of 0.
/// </summary>
public static partial class Loss
{
    const float SmallestNormal = 1.17549435e-38f; // devices may take float.Epsilon, which is subnormal, for 0

    /// <summary>Losses of rows or elements, each times what it weighs, as they are asked for.</summary>
    /// <param name="weight">Of their shape; 0: does not count, whatever the loss is. Null: all weigh 1.</param>
    internal static Tensor Reduced(Tensor each, Tensor? weight, Reduction reduction) =>
        Divided(weight is null ? each : Where.Select(weight, each * weight, 0f), weight, reduction);

    /// <param name="weighed">Losses times their weights.</param>
    static Tensor Divided(Tensor weighed, Tensor? weight, Reduction reduction)
    {
        Tensor loss = (reduction, weight) switch
        {
            (Reduction.None, _) => weighed,
            (Reduction.Sum, _) => weighed.Sum(),
            (_, null) => weighed.Shape.Count == 0 ? weighed.Sum() : weighed.Mean(), // 0 of none, as where nothing counts
            _ => weighed.Sum() * (1 / weight.Sum().Maximum(SmallestNormal)),
        };
        loss.Name ??= "loss";
        return loss;
    }

    /// <summary>A loss of each element of a prediction and its target.</summary>
    /// <param name="mask">Of the prediction's shape or its first axis: 1 for what counts, 0 for others, whose values are not looked at.
    /// </param>
    static Tensor OfElements(
        string loss, Func<Tensor, Tensor, Tensor> each, Tensor prediction, Tensor target, Reduction reduction, Tensor? mask)
    {
        target = target.Shape.Rank == 0 ? target.BroadcastTo(prediction.Shape) : target; // one for all
        if (prediction.Shape != target.Shape)
        {
            throw new ArgumentException($"Loss.{loss}: the prediction is {prediction.Shape}, the target {target.Shape}. Reshape one, so "
                + "that each element has its target.", nameof(target));
        }

        if (mask is null)
        {
            return Reduced(each(prediction, target), null, reduction);
        }

        Tensor weight = Beside(loss, mask, prediction.Shape);
        return Reduced(each(Where.Select(weight, prediction, 0f), Where.Select(weight, target, 0f)), weight, reduction);
    }

    /// <summary>A loss of each row of scores [rows, classes] and its label.</summary>
    static Tensor OfRows(string loss, Func<Tensor, Tensor> each, Tensor scores, Tensor label, IReadOnlyList<float>? classWeights,
        Reduction reduction)
    {
        (Tensor shown, Tensor? weight) = Rows(loss, scores, label, classWeights);
        return Reduced(each(shown), weight, reduction);
    }

    /// <summary>The scores with zeros in rows that do not count, so that nothing of those is looked at, and what each row weighs.</summary>
    static (Tensor Scores, Tensor? Weight) Rows(string loss, Tensor scores, Tensor label, IReadOnlyList<float>? classWeights)
    {
        if (scores.Shape.Rank != 2 || label.TensorType != new TensorType([scores.Shape[0]], DType.Int32))
        {
            throw new ArgumentException($"Loss.{loss}: needs scores [rows, classes] and Int32 labels [rows], received "
                + $"{scores.TensorType} and {label.TensorType}.");
        }

        Tensor? counted = label.Counted();
        Tensor shown = counted is null ? scores : Where.Select(counted.Reshape([label.Cols, 1]), scores, 0f);
        return (shown, WeightOf(label, scores.Cols, classWeights));
    }

    /// <summary>What each label weighs, 0 for those below 0; null: all count and weigh 1.</summary>
    internal static Tensor? WeightOf(Tensor label, int classes, IReadOnlyList<float>? classWeights)
    {
        if (classWeights is null)
        {
            return label.Counted();
        }

        if (classWeights.Count != classes || classWeights.Any(weight => !(weight >= 0) || float.IsInfinity(weight)))
        {
            throw new ArgumentException($"classWeights must be {classes} numbers of at least 0, one a class, received "
                + FormattableString.Invariant($"{classWeights.Count}: {string.Join(", ", classWeights)}."), nameof(classWeights));
        }

        return Tensor.From([.. classWeights], [1, classes]).BroadcastTo([label.Cols, classes]).AtLabel(label);
    }

    static Tensor Beside(string loss, Tensor mask, Shape shape) =>
        mask.Shape == shape ? mask
        : mask.Shape.Rank == 1 && shape.Rank > 1 && mask.Shape[0] == shape[0]
            ? mask.Reshape([shape[0], .. Enumerable.Repeat(1, shape.Rank - 1)]).BroadcastTo(shape)
        : throw new ArgumentException($"Loss.{loss}: the mask must be {shape} or [{shape[0]}], received {mask.Shape}.", nameof(mask));
}
