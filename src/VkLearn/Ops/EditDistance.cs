namespace VkLearn.Ops;

/// <summary>How many must be put in, left out or changed to make one sequence of another (Levenshtein 1966).</summary>
static class EditDistance
{
    /// <summary>From a sequence to each beginning of another: as many as that has, and one.</summary>
    public static int[] ToBeginnings<T>(IEnumerable<T> said, IReadOnlyList<T> words) where T : IEquatable<T>
    {
        int[] row = [.. Enumerable.Range(0, words.Count + 1)];
        foreach (T one in said)
        {
            int diagonal = row[0]++;
            for (int i = 0; i < words.Count; i++)
            {
                (diagonal, row[i + 1]) =
                    (row[i + 1], Math.Min(Math.Min(row[i + 1], row[i]) + 1, diagonal + (words[i].Equals(one) ? 0 : 1)));
            }
        }

        return row;
    }
}
