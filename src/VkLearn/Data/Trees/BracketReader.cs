using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// Reads trees in the brackets of the Penn Treebank, a label a bracket and two children or a word in each: <c>(3 (2 It) (4 works))</c>. A
/// bracket that is a word stands there as <c>-LRB-</c> or <c>-RRB-</c>, and a slash in it as <c>\/</c>. Where labels may be left out,
/// so may the brackets around a word: <c>(not (true (and false)))</c>.
/// </summary>
/// <param name="text">Any number of trees, blanks and line ends between them.</param>
/// <param name="source">What to blame.</param>
/// <param name="classes">Labels go from 0 to one less.</param>
/// <param name="needsLabels">Whether each bracket has one; else a number behind it is one.</param>
sealed class BracketReader(string text, string source, int classes, bool needsLabels)
{
    const int None = -1;
    const int MostOpen = 1000; // each is a call of its own; sentences have some dozens

    readonly Stack<int> open = []; // where brackets began that are not closed yet
    GrowingTree tree = new();
    int at;

    /// <summary>All trees.</summary>
    /// <exception cref="DataException">What stands there are none; the message says where.</exception>
    public static IReadOnlyList<WordTree> Read(string text, string source, int classes, bool needsLabels = true) =>
        [.. new BracketReader(text, source, classes, needsLabels).All()];

    IEnumerable<WordTree> All()
    {
        for (SkipBlanks(); at < text.Length; SkipBlanks())
        {
            yield return One();
        }
    }

    WordTree One()
    {
        tree = new();
        Node();
        return tree.Grown();
    }

    /// <summary>Reads a bracket and all in it.</summary>
    /// <returns>Its node (<see cref="GrowingTree"/>).</returns>
    int Node()
    {
        if (at == text.Length || text[at] != '(')
        {
            throw Wrong(at, $"a tree begins with an opening bracket, but here stands {Seen()}");
        }

        if (open.Count == MostOpen)
        {
            throw Wrong(at, $"more than {MostOpen} brackets are open at once");
        }

        open.Push(at++);
        int label = Label();
        SkipBlanks();
        bool isWord = !IsAt('(');
        int node = isWord ? Leaf(label) : Node();
        SkipBlanks();
        if (!isWord || (!needsLabels && !IsAt(')')))
        {
            node = tree.Join(node, Right(), label);
        }

        Close();
        return node;
    }

    int Right() => at == text.Length ? throw NotClosed()
        : IsAt(')') ? throw Wrong(at, "a node has two children or a word, but here it has one child")
        : needsLabels || IsAt('(') ? Node()
        : Leaf(None);

    /// <param name="label">Of its bracket, which is the word's unless another stands beside it.</param>
    int Leaf(int label)
    {
        string word = Word();
        SkipBlanks();
        return tree.Add(word, IsAt(')') ? label : None);
    }

    int Label()
    {
        SkipBlanks();
        int start = at;
        string token = Token();
        if (!needsLabels && !int.TryParse(token, out _) && at < text.Length)
        {
            at = start;
            return None;
        }

        return int.TryParse(token, out int label) && label >= 0 && label < classes ? label
            : at == text.Length ? throw NotClosed()
            : throw Wrong(start, $"a label is a whole number from 0 to {classes - 1}, but here stands "
                + (token == "" ? Seen() : $"\"{token}\""));
    }

    string Word()
    {
        int start = at;
        string token = Token();
        return token == "" ? throw (at == text.Length ? NotClosed() : Wrong(start, needsLabels
                ? "behind a label a word or two brackets are needed" : "a word or two children are needed"))
            : token.Replace("-LRB-", "(", StringComparison.Ordinal).Replace("-RRB-", ")", StringComparison.Ordinal)
                .Replace(@"\/", "/", StringComparison.Ordinal);
    }

    void Close()
    {
        SkipBlanks();
        if (at == text.Length)
        {
            throw NotClosed();
        }

        if (text[at] != ')')
        {
            throw Wrong(at, $"a node has two children or a word, and then its bracket is closed, but here stands {Seen()}");
        }

        at++;
        open.Pop();
    }

    string Token()
    {
        int start = at;
        while (at < text.Length && !IsBlank(text[at]) && text[at] is not ('(' or ')'))
        {
            at++;
        }

        return text[start..at];
    }

    void SkipBlanks()
    {
        while (at < text.Length && IsBlank(text[at]))
        {
            at++;
        }
    }

    /// <summary>A no-break space is a part of a word: <c>8 1\/2</c>.</summary>
    static bool IsBlank(char letter) => letter is ' ' or '\t' or '\r' or '\n';

    bool IsAt(char letter) => at < text.Length && text[at] == letter;

    string Seen() => at == text.Length ? "the end" : $"'{text[at]}'";

    DataException NotClosed() => Wrong(open.Peek(), "this bracket is not closed before the end");

    DataException Wrong(int place, string found)
    {
        int line = text.AsSpan(0, place).LastIndexOf('\n') + 1;
        return new(source, $"line {text.AsSpan(0, place).Count('\n') + 1}, column {place - line + 1}: {found}");
    }
}
