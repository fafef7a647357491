namespace VkLearn;

/// <summary>The word that was probably meant.</summary>
public static class NearestWord
{
    /// <summary>The known word with the fewest slips from <paramref name="word"/>, the first of equals; case costs nothing.</summary>
    /// <returns>Null where even the nearest differs in more than a third of its letters (one slip is always forgiven).</returns>
    public static string? Find(string word, IEnumerable<string> known) =>
        known.Select(candidate => (candidate, slips: Slips(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(x => IsNear(x.slips, Math.Max(word.Length, x.candidate.Length)))
            .OrderBy(x => x.slips) // stable, so the first of equals stays first
            .Select(x => x.candidate)
            .FirstOrDefault();

    /// <summary>The question that a message about an unknown word goes on with, a space before it; nothing where no word is near.
    /// </summary>
    public static string Meant(string word, IEnumerable<string> known) => Find(word, known) is { } near ? $" Did you mean \"{near}\"?" : "";

    // A slip in every letter is another word, however short.
    static bool IsNear(int slips, int letters) => slips < letters && slips <= Math.Max(1, letters / 3);

    /// <summary>
    /// Damerau-Levenshtein distance (optimal string alignment): letters added, dropped, changed, or two neighbours swapped.
    /// </summary>
    static int Slips(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1]; // [i, j]: from the first i letters of a to the first j of b
        for (int i = 0; i <= a.Length; i++) cost[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) cost[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(changed, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }
        return cost[a.Length, b.Length];
    }
}
