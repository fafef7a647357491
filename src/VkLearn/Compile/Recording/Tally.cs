using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>
/// What the last dispatch of a recording adds to a sum (shaders/ops/Advance.comp): scale times the sum of some values. Sums lie in a state
/// [entries, 2], a value and what it has lost by rounding, so that they stay right over any number of replays.
/// </summary>
/// <param name="Values">At most <see cref="Most"/>, Float32.</param>
sealed record Tally(State Sums, int Entry, Tensor Values, float Scale)
{
    /// <summary>More values than that are summed by ops first: the last dispatch is one workgroup.</summary>
    public const int Most = 4096;

    /// <summary>The sums as they are before the recording's end.</summary>
    public static Tensor Before(State sums) => new(sums.TensorType, leaf: new PlaceLeaf(sums)) { Name = sums.Path };

    /// <summary>A state of so many sums.</summary>
    public static State NewSums(string name, int entries) => new(name, [entries, 2]);

    /// <summary>The sums that a state has; waits for what was submitted.</summary>
    public static double[] Read(State sums)
    {
        float[] words = sums.ToArray();
        return [.. Enumerable.Range(0, words.Length / 2).Select(entry => (double)words[2 * entry] + words[2 * entry + 1])];
    }

    /// <summary>
    /// The fewest values that the sum over a tensor can be made of: a mean is tallied from what it is the mean of, so that nothing need
    /// compute it. Decided by what was traced alone: neither a watch nor fusion changes bits.
    /// </summary>
    public static IEnumerable<Tally> Of(State sums, int entry, Tensor values, float scale)
    {
        IReadOnlyList<(Tensor Values, float Scale)> terms = Terms(values, scale) ?? [(values, scale)];
        return terms.Select(term => term.Values.Shape.Count <= Most
            ? new Tally(sums, entry, term.Values, term.Scale)
            : new Tally(sums, entry, term.Values.Sum(), term.Scale));
    }

    /// <summary>What sums of few values the sum over a tensor is made of; null: it is no sum.</summary>
    static IReadOnlyList<(Tensor Values, float Scale)>? Terms(Tensor tensor, float scale)
    {
        if (tensor.Producer is not { } node)
        {
            return null;
        }

        switch (node.Op)
        {
            case Reshape or Detach:
                return Terms(node.Inputs[0], scale);
            case Sum sum when node.Inputs[0].Shape.Count <= Most:
                return Terms(node.Inputs[0], scale * (float)sum.Scale) ?? [(node.Inputs[0], scale * (float)sum.Scale)];
            case Mul when Constant(node.Inputs[1]) is { } factor:
                return Terms(node.Inputs[0], scale * factor);
            case Mul when Constant(node.Inputs[0]) is { } factor:
                return Terms(node.Inputs[1], scale * factor);
            case Div when Constant(node.Inputs[1]) is { } divisor:
                return Terms(node.Inputs[0], scale / divisor);
            case Add or Subtract when Terms(node.Inputs[0], scale) is { } left
                && Terms(node.Inputs[1], node.Op is Add ? scale : -scale) is { } right:
                return [.. left, .. right];
            default:
                return null;
        }
    }

    static float? Constant(Tensor tensor) => tensor.Producer switch
    {
        { Op: Fill fill } => (float)fill.Value,
        { Op: Broadcast or Reshape } view => Constant(view.Inputs[0]),
        _ => null,
    };
}

/// <summary>Entries of sums that count replays: all, and those before one whose tallies made a sum NaN or infinite.</summary>
sealed record FiniteTally(State Sums, int StepsEntry, int FiniteEntry);
