namespace VkLearn.Training;

/// <summary>Which way a metric gets better, by which the best checkpoint is chosen.</summary>
public enum Better { Neither, Lower, Higher }

/// <summary>
/// A number that a learner tells of its steps and tests. One thing under one name: the sum on the device, the console, the JSON event, the
/// CSV column, the curve. A learner makes its own: <see cref="Learner.Measure"/>.
/// </summary>
public sealed class Metric
{
    readonly Learner owner;

    internal Metric(Learner owner, string name, string unit, Better better) =>
        (this.owner, Name, Unit, Better) = (owner, name, unit, better);

    /// <summary>What becomes of the mean of all that was counted; null: it is told itself.</summary>
    internal Func<double, double>? OfMean { get; init; }

    /// <summary>What becomes of the sums of all that was counted (<see cref="Count"/>); null: it is a mean.</summary>
    internal Func<float[], double?>? OfSums { get; init; }

    /// <summary><c>loss</c>; that of a test is called <c>testLoss</c>.</summary>
    public string Name { get; }

    /// <summary>The name in words, as views show it: <c>reconstruction error</c>.</summary>
    public string Words =>
        string.Concat(Name.Select(letter => char.IsAsciiLetterUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>What it is counted in, such as nats; <c>%</c>: a share from 0 to 1, shown to people in percent.</summary>
    public string Unit { get; }

    public Better Better { get; }

    /// <summary>Counts a value in; to be called while a step or a test is traced. What is told is the mean of all that was counted.
    /// </summary>
    /// <param name="value">A scalar, or values whose first axis is the batch's, each of which counts as one. In a test, rows beyond the
    /// last item do not count, so there give a value a row.</param>
    /// <param name="weight">Of the value's first axis, or a scalar where the value is one: what it counts as in the mean, 0 where it is not
    /// looked at. By default 1, but 0 for a test's rows beyond the last item. Where all are 0, nothing is told.</param>
    /// <exception cref="ArgumentException">The weight has another shape.</exception>
    /// <exception cref="InvalidOperationException">Neither a step nor a test is being traced.</exception>
    public void Add(Tensor value, Tensor? weight = null) => owner.Count(this, value, weight);

    /// <summary>Counts values in whose sums, element by element, it is worked out from; to be called while a test is traced.</summary>
    /// <param name="values">Of the same shape each time, sums over what counts of the batch; a sum of whole numbers is exact to 2^24.
    /// </param>
    /// <exception cref="InvalidOperationException">No test is being traced, or it is a mean: use <see cref="Add"/>.</exception>
    public void Count(Tensor values) => owner.CountSums(this, values);

    /// <summary>What it is called when it is of a test or a validation: <c>testLoss</c>.</summary>
    /// <param name="of"><c>test</c>.</param>
    public static string NameOf(string of, string name) => $"{of}{char.ToUpperInvariant(name[0])}{name[1..]}";

    /// <summary>It as one of several learners': <c>b.loss</c>.</summary>
    public Metric Of(string learner) => new(owner, $"{learner}.{Name}", Unit, Better) { OfMean = OfMean, OfSums = OfSums };

    public override string ToString() => Name;
}
