namespace VkLearn.Data;

/// <summary>
/// Trees as columns of a data set, of as many words as the longest has. "words" [words]; "tree" [words - 1, 2], the children of inner
/// nodes, rows of the tree, words first; "label" [2 words - 1] of each row. A tree's inner nodes stand at the end, so that the last row is
/// its root, unless it is a single word; before them stand -1 for none, and behind its words <see cref="Vocabulary.Unknown"/>.
/// </summary>
public static class TreeColumns
{
    public const string Words = "words", Tree = "tree", Label = "label";

    public static IReadOnlyList<Field> Fields(Vocabulary vocabulary, int most, IReadOnlyList<string> classes) =>
    [
        new(Words, DType.Int32, [most], new Meaning.Tokens(vocabulary)),
        new(Tree, DType.Int32, [most - 1, 2], new Meaning.Tree()),
        new(Label, DType.Int32, [2 * most - 1], new Meaning.Label(classes)),
    ];

    /// <param name="most">Words of the longest tree of all parts, 2 at least.</param>
    public static Dataset Of(string name, IReadOnlyList<WordTree> trees, Vocabulary vocabulary, int most, IReadOnlyList<string> classes)
    {
        IReadOnlyList<Field> fields = Fields(vocabulary, most, classes);
        return Dataset.Of(name,
            new Column(fields[0], trees.SelectMany(tree => WordsOf(tree, vocabulary, most)).ToArray()),
            new Column(fields[1], trees.SelectMany(tree => ChildrenOf(tree, most)).ToArray()),
            new Column(fields[2], trees.SelectMany(tree => LabelsOf(tree, most)).ToArray()));
    }

    /// <summary>The words' numbers.</summary>
    public static int[] WordsOf(WordTree tree, Vocabulary vocabulary, int most) =>
        [.. tree.Words.Select(vocabulary.NumberOf), .. Enumerable.Repeat(0, most - tree.Words.Count)];

    public static int[] ChildrenOf(WordTree tree, int most) =>
    [
        .. Enumerable.Repeat(-1, 2 * (most - 1 - tree.Children.Count)),
        .. tree.Children.SelectMany(node => (int[])[RowOf(tree, node.Left, most), RowOf(tree, node.Right, most)]),
    ];

    /// <summary>The first trees of such a data set; a word that is not known is <see cref="Vocabulary.Unknown"/>.</summary>
    public static IReadOnlyList<WordTree> Trees(Dataset data, Vocabulary vocabulary, int count)
    {
        int most = data.Shape[0];
        int[][] words = Rows(Words), children = Rows(Tree), labels = Rows(Label);
        return [.. words.Zip(children, labels).Take(count).Select(one => TreeOf(one.First, one.Second, one.Third))];

        int[][] Rows(string field) => [.. data.ReadInt32(field).Chunk((int)data[field].Shape.Count)];

        WordTree TreeOf(int[] word, int[] child, int[] label)
        {
            int nodes = child.Count(row => row >= 0) / 2, none = most - 1 - nodes;
            return new([.. word.Take(nodes + 1).Select(number => vocabulary[number])],
                [.. child.Skip(2 * none).Chunk(2).Select(node => (OwnRow(node[0]), OwnRow(node[1])))],
                [.. label.Take(nodes + 1), .. label.Skip(most + none)]);

            int OwnRow(int row) => row < most ? row : row - most - none + nodes + 1;
        }
    }

    /// <summary>In which row of the columns a row of the tree is.</summary>
    public static int RowOf(WordTree tree, int row, int most) =>
        row < tree.Words.Count ? row : row - tree.Words.Count + 2 * most - 1 - tree.Children.Count;

    static int[] LabelsOf(WordTree tree, int most)
    {
        int[] labels = [.. Enumerable.Repeat(-1, 2 * most - 1)];
        for (int row = 0; row < tree.Labels.Count; row++)
        {
            labels[RowOf(tree, row, most)] = tree.Labels[row];
        }

        return labels;
    }
}
