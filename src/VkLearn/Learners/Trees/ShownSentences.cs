using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Sentences that a learner of trees tells of while it learns, one at a time, which is a knob: the first is the user's, who writes it while
/// all goes on, the others are of the test. It makes <c>score</c> [rows]: of each node how far its probable classes lie above the middle
/// one, from -1 to 1; and <c>contribution</c> [words]: how much each word carries for the root.
/// </summary>
/// <remarks>
/// What a word carries is its vector times the gradient by it (Li et al. 2016, "Visualizing and understanding neural models in NLP";
/// Shrikumar et al. 2016, "Not just a black box") of what is looked at at the root: its logits, each times how far its class lies above the
/// middle one, which do not fade where the net is sure, as probabilities do. It costs one way back through one tree; to leave out one word
/// after the other would cost a tree for each.
/// </remarks>
public sealed class ShownSentences : IKnobs, ITexts
{
    const int OfTest = 24;

    readonly WordTree[] trees;
    readonly Vocabulary vocabulary;
    readonly int classes;
    string written;
    State? words, children, root; // of the tree that is told of, there once it is sampled

    ShownSentences(Dataset test, string? own)
    {
        vocabulary = Vocabulary.Of((Meaning.Tokens)test[TreeColumns.Words].Meaning);
        (Most, classes, written) = (test.Shape[0], ((Meaning.Label)test[TreeColumns.Label].Meaning).Names.Count, own ?? "");
        IReadOnlyList<WordTree> tested = TreeColumns.Trees(test, vocabulary, OfTest);
        trees = [own is null ? tested[0] : TreeOf(own), .. tested];
    }

    /// <summary>Words that a tree of the data has room for.</summary>
    public int Most { get; }

    /// <summary>Which is told of, from 0.</summary>
    public int Asked { get; private set; }

    /// <summary>The tree that is told of.</summary>
    public WordTree Tree => trees[Asked];

    /// <summary>In which element of <c>score</c> a row of the tree is.</summary>
    public int ElementOf(int row) => TreeColumns.RowOf(Tree, row, Most);

    public IReadOnlyList<Knob> Knobs => [new("sentence", 1, trees.Length, () => Asked + 1, value => Ask((int)Math.Round(value) - 1))];

    public IReadOnlyList<EditableText> Texts => [new("sentence", () => written, Write, "words, or a tree in brackets")];

    /// <param name="own">The user's: in brackets, with labels or without, else its words, each joined with all behind it; null: none yet,
    /// and the first of the test stands in its place.</param>
    /// <exception cref="ArgumentException">The user's is too long.</exception>
    /// <exception cref="Formats.DataException">Its brackets are no tree.</exception>
    public static ShownSentences Of(Dataset test, string? own) => new(test, own);

    /// <param name="vectors">Of words [N, words] the vectors that stand for them.</param>
    /// <param name="logits">Of vectors and children [N, words - 1, 2] those of all nodes: [N rows, classes].</param>
    public Sampler Sampler(Func<Tensor, Tensor> vectors, Func<Tensor, Tensor, Tensor> logits) => new("sentence", () =>
    {
        words ??= new State("sentence's words", [1, Most], WordsOf(Tree));
        children ??= new State("sentence's tree", [1, Most - 1, 2], ChildrenOf(Tree));
        root ??= new State("sentence's root", [1], RootOf(Tree));
        Tensor seen = vectors(words), all = logits(seen, children);
        float middle = (all.Cols - 1) / 2f;
        Tensor sides = Tensor.From([.. Enumerable.Range(0, all.Cols).Select(i => (i - middle) / middle)], [all.Cols]);
        Tensor atRoot = (all.Gather(root) * sides).Sum();
        return new Dictionary<string, Tensor>
        {
            ["score"] = (all.Softmax() * sides).Sum(-1),
            ["contribution"] = (seen * atRoot.Gradients(seen)[0]).Sum(-1).Reshape([Most]),
        };
    });

    /// <summary>Takes the user's sentence, and tells of it.</summary>
    /// <returns>Which of its words were never learned.</returns>
    string Write(string text)
    {
        trees[0] = TreeOf(text);
        written = text;
        Ask(0);
        string[] unknown =
            [.. Tree.Words.Where(word => vocabulary[vocabulary.NumberOf(word)] != word).Distinct().Select(word => $"\"{word}\"")];
        return unknown.Length == 0 ? ""
            : $"{string.Join(", ", unknown)} {(unknown.Length == 1 ? "is no word" : "are no words")} that was learned: taken for unknown.";
    }

    WordTree TreeOf(string sentence)
    {
        bool isTree = sentence.TrimStart() is ['(', ..];
        int brackets = sentence.Count(letter => letter == '('), rows = 2 * Most - 1;
        if (isTree && brackets > rows) // before they are read: each is a call in a call
        {
            throw new ArgumentException($"the sentence has {brackets} opening brackets, but the data's longest one has {rows}. "
                + "Write a shorter one.");
        }

        IReadOnlyList<WordTree> read = isTree ? BracketReader.Read(sentence, "sentence", classes, needsLabels: false)
            : [WordTree.RightBranching(sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        return read.Count > 1 ? throw new ArgumentException($"there are {read.Count} trees side by side. Put a bracket around them.")
            : read[0].Words.Count <= Most ? read[0] : throw new ArgumentException(
                $"the sentence has {read[0].Words.Count} words, but the data's longest one has {Most}. Write a shorter one.");
    }

    void Ask(int sentence)
    {
        Asked = sentence;
        if (words?.Memory is not null)
        {
            words.LoadInt32(WordsOf(Tree));
            children!.LoadInt32(ChildrenOf(Tree));
            root!.LoadInt32(RootOf(Tree));
        }
    }

    int[] WordsOf(WordTree tree) => TreeColumns.WordsOf(tree, vocabulary, Most);

    int[] ChildrenOf(WordTree tree) => TreeColumns.ChildrenOf(tree, Most);

    int[] RootOf(WordTree tree) => [TreeColumns.RowOf(tree, tree.Labels.Count - 1, Most)];
}
