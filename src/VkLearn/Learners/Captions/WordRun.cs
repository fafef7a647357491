namespace VkLearn.Learners;

/// <summary>Some words in a row (an n-gram), to be counted: equal where all its words are.</summary>
readonly struct WordRun<T>(IReadOnlyList<T> words, int first, int count) : IEquatable<WordRun<T>> where T : notnull
{
    readonly IReadOnlyList<T> words = words;
    readonly int first = first, count = count;

    /// <summary>How often each run of n words stands in a text.</summary>
    public static Dictionary<WordRun<T>, int> Count(IReadOnlyList<T> text, int n)
    {
        Dictionary<WordRun<T>, int> counts = [];
        for (int i = 0; i + n <= text.Count; i++)
        {
            WordRun<T> run = new(text, i, n);
            counts[run] = counts.GetValueOrDefault(run) + 1;
        }

        return counts;
    }

    public bool Equals(WordRun<T> other)
    {
        for (int i = 0; i < count; i++)
        {
            if (!words[first + i].Equals(other.words[other.first + i]))
            {
                return false;
            }
        }

        return count == other.count;
    }

    public override bool Equals(object? other) => other is WordRun<T> run && Equals(run);

    public override int GetHashCode()
    {
        HashCode hash = new();
        for (int i = 0; i < count; i++)
        {
            hash.Add(words[first + i]);
        }

        return hash.ToHashCode();
    }
}
