using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// Sentences as trees with a label at each node, such as the Stanford Sentiment Treebank's (Socher et al. 2013): a folder of train.txt,
/// test.txt and, to validate by, dev.txt, in brackets (<see cref="BracketReader"/>). The vocabulary is that of the part to learn from.
/// </summary>
public sealed class TreebankSource(string directory) : DataSource
{
    static readonly string[] Sentiments = ["very negative", "negative", "neutral", "positive", "very positive"];

    IReadOnlyList<WordTree>? train, test, validation;

    /// <summary>How often a word must stand in the part to learn from to be known.</summary>
    public int LeastCount { get; init; } = 2;

    public override string Loading => $"reading the trees in {directory}";

    public override IReadOnlyList<Field> Fields
    {
        get
        {
            ReadAll();
            return TreeColumns.Fields(Known, Most, Sentiments);
        }
    }

    Vocabulary Known => Vocabulary.Read(PreparedBy) ?? TreeVocabulary.Of(train!, LeastCount);

    /// <summary>Words of the longest sentence.</summary>
    int Most => train!.Concat(test!).Concat(validation!).Max(tree => Math.Max(2, tree.Words.Count));

    private protected override DataSource Elsewhere(string path) => new TreebankSource(path) { LeastCount = LeastCount };

    void ReadAll()
    {
        train ??= Read("train.txt");
        test ??= Read("test.txt");
        validation ??= File.Exists(Path.Combine(directory, "dev.txt")) ? Read("dev.txt") : [];
    }

    IReadOnlyList<WordTree> Read(string name)
    {
        string path = Path.Combine(directory, name);
        IReadOnlyList<WordTree> trees =
            BracketReader.Read(TextPieces.TextOf(path, PackedFile.ReadAll(path), "save it as that"), path, Sentiments.Length);
        return trees.Count > 0 ? trees : throw new DataException(path, "holds no tree: a line such as (3 (2 It) (4 works)) is one");
    }

    protected override Splits Make()
    {
        ReadAll();
        return new Splits(Part("train", train!), Part("test", test!), validation is [] ? null : Part("validation", validation!))
        {
            Preparation = Known.Write(),
        };

        Dataset Part(string name, IReadOnlyList<WordTree> trees) => TreeColumns.Of(name, trees, Known, Most, Sentiments);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("Treebank",
        "Sentences as trees with a sentiment at each node, in brackets: a folder of train.txt, dev.txt and test.txt.",
        settings => new TreebankSource(settings.FilePath("directory")) { LeastCount = settings.Int("leastCount", 2, min: 1) });
}
