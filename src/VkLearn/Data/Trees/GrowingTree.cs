namespace VkLearn.Data;

/// <summary>A tree that is put together word by word. Its nodes are words, from 0 on, and inner nodes, from -1 down, as it is not known yet
/// how many words there will be.</summary>
sealed class GrowingTree
{
    readonly List<string> words = [];
    readonly List<(int Left, int Right)> children = [];
    readonly List<int> labels = [], wordLabels = [];

    /// <summary>The next word.</summary>
    public int Add(string word, int label)
    {
        words.Add(word);
        wordLabels.Add(label);
        return words.Count - 1;
    }

    public int Join(int left, int right, int label)
    {
        children.Add((left, right));
        labels.Add(label);
        return -children.Count;
    }

    public WordTree Grown() =>
        new(words, [.. children.Select(node => (RowOf(node.Left), RowOf(node.Right)))], [.. wordLabels, .. labels]);

    int RowOf(int node) => node >= 0 ? node : words.Count - 1 - node;
}
