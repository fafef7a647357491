namespace VkLearn.Cli;

/// <summary>
/// Trees for a workload, of 6 to 32 words, 19 in the mean, as the Stanford Sentiment Treebank has them: two of three times the last two
/// parts are joined, else any two neighbours. A peer draws the same by the same few lines.
/// </summary>
sealed class BenchTrees
{
    const int MostWords = 32, FewestWords = 6;

    uint state = 1;

    public BenchTrees(int trees, int words, int classes)
    {
        Words = new int[trees, MostWords];
        Children = new int[trees, MostWords - 1, 2];
        Labels = new int[trees, 2 * MostWords - 1];
        for (int tree = 0; tree < trees; tree++)
        {
            Draw(tree, FewestWords + tree % (MostWords - FewestWords + 1), words, classes);
        }
    }

    /// <summary>[trees, words].</summary>
    public int[,] Words { get; }

    /// <summary>[trees, nodes, 2]; -1: none, and those come first.</summary>
    public int[,,] Children { get; }

    /// <summary>[trees, words + nodes]; -1: none.</summary>
    public int[,] Labels { get; }

    void Draw(int tree, int count, int words, int classes)
    {
        for (int row = 0; row < Labels.GetLength(1); row++)
        {
            bool isThere = row < count || row >= 2 * MostWords - count;
            Labels[tree, row] = isThere ? Next(classes) : -1;
        }

        for (int word = 0; word < MostWords; word++)
        {
            Words[tree, word] = word < count ? Next(words) : 0;
        }

        List<int> open = [.. Enumerable.Range(0, count)];
        for (int node = 0; node < MostWords - 1; node++)
        {
            bool isThere = node >= MostWords - count;
            int at = isThere ? Next(3) < 2 ? open.Count - 2 : Next(open.Count - 1) : 0;
            (Children[tree, node, 0], Children[tree, node, 1]) = isThere ? (open[at], open[at + 1]) : (-1, -1);
            if (isThere)
            {
                open[at] = MostWords + node;
                open.RemoveAt(at + 1);
            }
        }
    }

    int Next(int bound) => (int)(((state = unchecked(state * 1664525 + 1013904223)) >> 16) % (uint)bound);
}
