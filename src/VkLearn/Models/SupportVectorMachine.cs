using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Models;

/// <summary>
/// Machines that tell each two of some classes apart by a Gaussian kernel (Cortes and Vapnik 1995; Hsu and Lin 2002): items [N, ..item] to
/// votes [N, classes], of which the greatest, among equals the first, is the answer, as LIBSVM has it. Pairs are (0, 1), (0, 2), ..,
/// (1, 2), ..; the vectors are shared by all.
/// </summary>
public sealed class SupportVectorMachine : Layer
{
    /// <param name="features">Values of an item.</param>
    /// <param name="vectors">How many items it can keep to compare others with.</param>
    /// <param name="gamma">Of the kernel, exp(-gamma |a - b|²).</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two classes, or a number is not above 0.</exception>
    public SupportVectorMachine(int features, int classes, int vectors, float gamma)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(vectors, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gamma);
        (Classes, GivenGamma, Pairs) = (classes, gamma, [.. PairsOf(classes)]);
        Gamma = AddState("gamma", [], gamma);
        Vectors = AddState("vectors", [vectors, features]);
        Coefficients = AddState("coefficients", [Pairs.Count, vectors]);
        Bias = AddState("bias", [Pairs.Count]);
    }

    public int Classes { get; }

    /// <summary>Of the kernel: a scalar, which what it is fitted by may have looked for.</summary>
    public State Gamma { get; }

    /// <summary>What it began as.</summary>
    internal float GivenGamma { get; }

    /// <summary>The classes that each machine tells apart: it is above 0 for the first.</summary>
    public IReadOnlyList<(int First, int Second)> Pairs { get; }

    /// <summary>[vectors, features]; zeros where there is none yet.</summary>
    public State Vectors { get; }

    /// <summary>[pairs, vectors]: above 0 of a pair's first class, below 0 of its second, 0 for what does not support it.</summary>
    public State Coefficients { get; }

    /// <summary>[pairs].</summary>
    public State Bias { get; }

    /// <summary>What each machine says of items [N, ..item]: [N, pairs], above 0 for its first class.</summary>
    public Tensor Decisions(Tensor items) =>
        GaussianKernel.Of(Rows(items), Vectors, Gamma).MatMul(Coefficients.Value.Transpose()) + Bias;

    protected override Tensor Apply(Tensor input) => Votes(Decisions(input));

    /// <summary>Of each class how many machines are for it: [N, classes].</summary>
    internal Tensor Votes(Tensor decisions)
    {
        Tensor isFirst = decisions > 0, first = OneHot(pair => pair.First), second = OneHot(pair => pair.Second);
        return isFirst.MatMul(first) + (1 - isFirst).MatMul(second);
    }

    Tensor Rows(Tensor items)
    {
        Tensor rows = items.Shape.Rank < 2 ? items : items.Flatten();
        return rows.Shape.Rank == 2 && rows.Cols == Vectors.Shape[1] ? rows : throw new ArgumentException(
            $"SupportVectorMachine \"{Path}\": items {items.Shape} have {rows.Cols} features, its vectors {Vectors.Shape[1]}. "
            + $"Use features: {rows.Cols}.");
    }

    Tensor OneHot(Func<(int First, int Second), int> of) => Tensor.From(
        [.. from pair in Pairs from one in Enumerable.Range(0, Classes) select of(pair) == one ? 1f : 0], [Pairs.Count, Classes]);

    static IEnumerable<(int First, int Second)> PairsOf(int classes) =>
        from first in Enumerable.Range(0, classes)
        from second in Enumerable.Range(first + 1, classes - 1 - first)
        select (first, second);

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("SupportVectorMachine",
        "Gaussian-kernel machines for each two classes (Cortes and Vapnik 1995): items to votes; the learner of that name fits it.",
        settings => new SupportVectorMachine(
            settings.Int("features", min: 1, max: 1 << 20), settings.Int("classes", min: 2, max: 256),
            settings.Int("vectors", min: 1, max: 1 << 24), settings.Float("gamma", 1, min: 1e-12f)));
}
