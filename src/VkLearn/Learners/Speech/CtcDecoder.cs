using VkLearn.Ops;

namespace VkLearn.Learners;

/// <summary>What a path of probabilities says, after connectionist temporal classification (Graves et al. 2006), on the CPU.</summary>
/// <param name="blank">The class that says nothing.</param>
public sealed class CtcDecoder(int classes, int blank)
{
    /// <summary>The likeliest class of each step, repeated ones once, without blanks.</summary>
    /// <param name="logProbabilities">[steps, classes].</param>
    public IReadOnlyList<int> Greedy(ReadOnlySpan<float> logProbabilities)
    {
        List<int> said = [];
        int before = blank;
        for (int at = 0; at < logProbabilities.Length; at += classes)
        {
            ReadOnlySpan<float> step = logProbabilities.Slice(at, classes);
            int best = 0;
            for (int c = 1; c < classes; c++)
            {
                best = step[c] > step[best] ? c : best;
            }

            if (best != blank && best != before)
            {
                said.Add(best);
            }

            before = best;
        }

        return said;
    }

    /// <summary>
    /// The likeliest labels, over all alignments of each, among those that a search finds which keeps so many beginnings at each step
    /// (prefix beam search: Hannun et al. 2014, "First-pass large vocabulary continuous speech recognition").
    /// </summary>
    /// <inheritdoc cref="Greedy"/>
    public IReadOnlyList<int> Beam(ReadOnlySpan<float> logProbabilities, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        List<Beginning> kept = [new([], 0, double.NegativeInfinity)];
        for (int at = 0; at < logProbabilities.Length; at += classes)
        {
            kept = Next(kept, logProbabilities.Slice(at, classes), width);
        }

        return kept[0].Labels;
    }

    List<Beginning> Next(List<Beginning> kept, ReadOnlySpan<float> step, int width)
    {
        Dictionary<string, Beginning> next = [];
        foreach (Beginning one in kept)
        {
            Add(one.Labels, one.Total + step[blank], double.NegativeInfinity);
            if (one.Labels.Length > 0)
            {
                Add(one.Labels, double.NegativeInfinity, one.EndsInLabel + step[one.Labels[^1]]);
            }

            for (int c = 0; c < classes; c++)
            {
                if (c != blank)
                {
                    bool isRepeated = one.Labels.Length > 0 && one.Labels[^1] == c; // then only a blank between makes it two
                    Add([.. one.Labels, c], double.NegativeInfinity, (isRepeated ? one.EndsInBlank : one.Total) + step[c]);
                }
            }
        }

        return [.. next.OrderByDescending(one => one.Value.Total).ThenBy(one => one.Key, StringComparer.Ordinal)
            .Take(width).Select(one => one.Value)];

        void Add(int[] labels, double inBlank, double inLabel)
        {
            string key = string.Join(' ', labels);
            next[key] = next.TryGetValue(key, out Beginning? known)
                ? known with { EndsInBlank = Sum(known.EndsInBlank, inBlank), EndsInLabel = Sum(known.EndsInLabel, inLabel) }
                : new(labels, inBlank, inLabel);
        }
    }

    /// <summary>How many words must be put in, left out or changed to make one of the other (Levenshtein 1966).</summary>
    public static int Errors(IReadOnlyList<int> said, IReadOnlyList<int> words) => EditDistance.ToBeginnings(said, words)[^1];

    /// <param name="EndsInBlank">The logarithm of the probability of its alignments that end in a blank.</param>
    /// <param name="EndsInLabel">The same of those that end in its last label.</param>
    sealed record Beginning(int[] Labels, double EndsInBlank, double EndsInLabel)
    {
        public double Total => Sum(EndsInBlank, EndsInLabel);
    }

    /// <summary>The logarithm of the sum of two numbers given by theirs.</summary>
    static double Sum(double a, double b)
    {
        double most = Math.Max(a, b);
        return double.IsNegativeInfinity(most) ? most : most + Math.Log(Math.Exp(a - most) + Math.Exp(b - most));
    }
}
