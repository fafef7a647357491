using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Sentences that a learner of trees tells of while it learns, one at a time, which is a knob: one that the user wrote, and some of the
/// test. It makes <c>score</c> [rows]: of each node how far its probable classes lie above the middle one, from -1 to 1.
/// </summary>
public sealed class ShownSentences : IKnobs
{
    const int OfTest = 24;

    readonly IReadOnlyList<WordTree> trees;
    readonly State asked = new("sentence", [1], type: DType.Int32);

    ShownSentences(IReadOnlyList<WordTree> trees, int most) => (this.trees, Most) = (trees, most);

    /// <summary>Words that a tree of the data has room for.</summary>
    public int Most { get; }

    /// <summary>Which is told of, from 0.</summary>
    public int Asked { get; private set; }

    /// <summary>The tree that is told of.</summary>
    public WordTree Tree => trees[Asked];

    /// <summary>In which element of <c>score</c> a row of the tree is.</summary>
    public int ElementOf(int row) => TreeColumns.RowOf(Tree, row, Most);

    public IReadOnlyList<Knob> Knobs => [new("sentence", 1, trees.Count, () => Asked + 1, value => Ask((int)Math.Round(value) - 1))];

    /// <param name="own">The user's: in brackets, else its words, each joined with all behind it; null: none.</param>
    /// <exception cref="ArgumentException">The user's is too long.</exception>
    public static ShownSentences Of(Dataset test, string? own)
    {
        Vocabulary vocabulary = Vocabulary.Of((Meaning.Tokens)test[TreeColumns.Words].Meaning);
        int most = test.Shape[0], classes = ((Meaning.Label)test[TreeColumns.Label].Meaning).Names.Count;
        IReadOnlyList<WordTree> tested = TreeColumns.Trees(test, vocabulary, OfTest);
        return new(own is null ? tested : [TreeOf(own, most, classes), .. tested], most);
    }

    static WordTree TreeOf(string sentence, int most, int classes)
    {
        WordTree tree = sentence.TrimStart() is ['(', ..] ? BracketReader.Read(sentence, "sentence", classes)[0]
            : WordTree.RightBranching(sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return tree.Words.Count <= most ? tree : throw new ArgumentException(
            $"\"sentence\" has {tree.Words.Count} words, but the data's longest has {most}. Write a shorter one.");
    }

    /// <param name="logits">Of words [N, words] and children [N, words - 1, 2] those of all nodes: [N rows, classes].</param>
    public Sampler Sampler(Vocabulary vocabulary, Func<Tensor, Tensor, Tensor> logits)
    {
        return new("sentence", () =>
        {
            Tensor words = Tensor.From([.. trees.SelectMany(tree => TreeColumns.WordsOf(tree, vocabulary, Most))], [trees.Count, Most]);
            Tensor children = Tensor.From(
                [.. trees.SelectMany(tree => TreeColumns.ChildrenOf(tree, Most))], [trees.Count, Most - 1, 2]);
            Tensor probability = logits(words.Gather(asked.Value), children.Gather(asked.Value)).Softmax();
            float middle = (probability.Cols - 1) / 2f;
            Tensor sides = Tensor.From([.. Enumerable.Range(0, probability.Cols).Select(i => (i - middle) / middle)], [probability.Cols]);
            return new Dictionary<string, Tensor> { ["score"] = (probability * sides).Sum(-1) };
        });
    }

    void Ask(int sentence)
    {
        Asked = sentence;
        if (asked.Memory is not null)
        {
            asked.LoadInt32([sentence]);
        }
    }
}
