namespace VkLearn.Data;

/// <summary>A sentence as a tree of two children a node. Rows are its words, in their order, and then its inner nodes, each behind its
/// children, the root last.</summary>
/// <param name="Words">As they are written.</param>
/// <param name="Children">Of each inner node: rows.</param>
/// <param name="Labels">Of each row; -1: none.</param>
public sealed record WordTree(
    IReadOnlyList<string> Words, IReadOnlyList<(int Left, int Right)> Children, IReadOnlyList<int> Labels)
{
    /// <summary>A sentence that nobody has taken apart: each word is joined with all that comes after it.</summary>
    /// <exception cref="ArgumentException">It has no word.</exception>
    public static WordTree RightBranching(IReadOnlyList<string> words)
    {
        if (words.Count == 0)
        {
            throw new ArgumentException("a sentence needs a word at least.");
        }

        int last = words.Count - 1;
        return new(words, [.. Enumerable.Range(0, last).Select(node => (last - 1 - node, node == 0 ? last : last + node))],
            [.. Enumerable.Repeat(-1, 2 * words.Count - 1)]);
    }
}
