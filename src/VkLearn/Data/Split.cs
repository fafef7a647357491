using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Data;

/// <summary>
/// How items are divided into those to learn from and those to test on: the same way for the same seed, each label in both by its share.
/// </summary>
/// <param name="Test">The share to test on, where there are no folds.</param>
/// <param name="Folds">Equal parts, each of which is for the test once; 0: none.</param>
/// <param name="Fold">Which of them it is now, from 1.</param>
/// <param name="Shuffles">Not: the last are for the test, as they are of a series in time.</param>
public sealed record Split(double Test = 0.2, int Folds = 0, int Fold = 1, int Seed = 1, bool Shuffles = true)
{
    internal const double LargestShare = 0.95;

    static readonly uint stream = Streams.Of("split");

    /// <summary>Reads <c>"test"</c> or <c>"folds"</c> and <c>"fold"</c>, <c>"shuffle"</c>, <c>"seed"</c>.</summary>
    /// <param name="hasTest">Whether there are items for the test already, so that nothing is left to be said but the seed.</param>
    /// <exception cref="SettingsException">A value is none that can be.</exception>
    public static Split Read(Settings settings, bool hasTest = false)
    {
        // A key that would do nothing is not asked for, so that it is refused.
        bool hasFolds = !hasTest && settings.Has("folds");
        int folds = hasFolds ? settings.Int("folds", min: 2) : 0;
        bool shuffles = hasFolds || settings.Flag("shuffle", true);
        return new Split(
            hasFolds || hasTest ? 0 : settings.Number("test", 0.2, min: 0.001, max: LargestShare), folds,
            hasFolds ? settings.Int("fold", 1, min: 1, max: folds) : 1,
            shuffles ? settings.Int("seed", 1, min: 0) : 0, shuffles);
    }

    /// <summary>Reads <c>"validation"</c>: what is kept back of what there is to learn from.</summary>
    internal static double ReadValidation(Settings settings, double most) => settings.Number("validation", 0, min: 0, max: most);

    /// <summary>Divides items into those to learn from and those to test on, each in ascending order.</summary>
    /// <param name="labels">By item; null: there are none.</param>
    /// <param name="path">What to blame.</param>
    /// <exception cref="DataException">There are too few.</exception>
    internal (int[] Train, int[] Test) Divide(int[] items, Func<int, int>? labels, string path) =>
        Folds == 0 ? Divide(items, labels, Test, Seed, "the test", path)
        : Parted(items, Order(items, labels, (uint)Seed).Where((_, place) => place % Folds == Fold - 1),
            $"{Folds} folds", path);

    /// <summary>Keeps a share back of what there is to learn from.</summary>
    /// <inheritdoc cref="Divide(int[], Func{int, int}?, string)"/>
    internal (int[] Train, int[] Validation) KeepBack(int[] items, Func<int, int>? labels, double share, string path) =>
        Divide(items, labels, share, Seed + 1, "validation", path);

    (int[] Others, int[] Taken) Divide(int[] items, Func<int, int>? labels, double share, int seed, string what, string path)
    {
        IEnumerable<int> taken = Shuffles
            ? Order(items, labels, (uint)seed).Where((_, place) => Rounded((place + 1) * share) > Rounded(place * share))
            : items.Skip((int)Rounded(items.Length * (1 - share)));
        return Parted(items, taken, FormattableString.Invariant($"a share of {share} for {what}"), path);
    }

    static double Rounded(double number) => Math.Round(number, MidpointRounding.AwayFromZero);

    /// <summary>Label after label, the items of each in an order that is drawn: neighbours are alike.</summary>
    static IEnumerable<int> Order(int[] items, Func<int, int>? labels, uint seed) =>
        items.GroupBy(item => labels?.Invoke(item) ?? 0).OrderBy(group => group.Key).SelectMany(group =>
        {
            int[] alike = [.. group];
            return Enumerable.Range(0, alike.Length)
                .Select(place => alike[Shuffle.Permute((uint)place, (uint)alike.Length, seed, (uint)group.Key, stream)]);
        });

    static (int[] Others, int[] Taken) Parted(int[] items, IEnumerable<int> taken, string what, string path)
    {
        HashSet<int> apart = [.. taken];
        return apart.Count > 0 && apart.Count < items.Length
            ? ([.. items.Where(item => !apart.Contains(item))], [.. items.Where(apart.Contains)])
            : throw new DataException(path, $"{items.Length} items are too few for {what}: one of the parts would be empty");
    }
}
