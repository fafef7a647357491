using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Data;

/// <summary>
/// Sentences of logic that VkLearn draws itself, as trees whose every node is known to be true or false: <c>( ( not false ) and true )</c>,
/// of at most so many operators to learn from, and of more for the test. A user's own trees are taken in their place.
/// </summary>
/// <remarks>An operator is joined with what stands right of it, and that with what stands left: what an operator and its right make is a
/// function, and has no label.</remarks>
/// <param name="most">Operators of the longest sentence to learn from; those of the test have more, up to twice as many.</param>
/// <param name="seed">Below 2^31; the same seed gives the same sentences on every machine.</param>
public sealed class DrawnLogicSource(int train, int test, int most, int seed) : DataSource
{
    const uint ForTest = 1u << 31; // no seed that training can have
    const int None = -1;
    static readonly string[] Truth = ["false", "true"], Operators = ["and", "or", "xor", "not"];

    public override string Loading => $"drawing {train} sentences of logic, and {test} longer ones for the test";

    public override IReadOnlyList<Field> Fields => TreeColumns.Fields(Known, MostWords, Truth);

    Vocabulary Known => Vocabulary.Read(PreparedBy) ?? new(TokenUnit.Word, [Vocabulary.Unknown, .. Truth, .. Operators]);

    /// <summary>An operator brings itself and one value at most, beside the first.</summary>
    int MostWords => 4 * most + 1;

    private protected override DataSource Elsewhere(string path) => new TreebankSource(path);

    protected override Splits Make() => new(Part("train", train, (uint)seed, 0), Part("test", test, (uint)seed | ForTest, most))
    {
        Preparation = Known.Write(),
    };

    /// <param name="longerThan">Each sentence has up to <c>most</c> operators more than this, and one at least.</param>
    Dataset Part(string name, int count, uint from, int longerThan) => TreeColumns.Of(name,
        [.. Enumerable.Range(0, count).Select(i => Draw(from, (uint)i, longerThan))], Known, MostWords, Truth);

    WordTree Draw(uint from, uint index, int longerThan)
    {
        CounterRandom random = new(from, index);
        GrowingTree tree = new();
        Sentence(tree, ref random, longerThan + 1 + random.Below(most));
        return tree.Grown();
    }

    /// <summary>Adds a sentence of so many operators.</summary>
    static (int Node, bool IsTrue) Sentence(GrowingTree tree, ref CounterRandom random, int operators)
    {
        if (operators == 0)
        {
            int value = random.Below(2);
            return (tree.Add(Truth[value], value), value == 1);
        }

        string name = Operators[random.Below(Operators.Length)];
        if (name == "not")
        {
            int not = tree.Add(name, None);
            (int of, bool isTrue) = Sentence(tree, ref random, operators - 1);
            return (tree.Join(not, of, isTrue ? 0 : 1), !isTrue);
        }

        int before = random.Below(operators);
        (int left, bool first) = Sentence(tree, ref random, before);
        int middle = tree.Add(name, None);
        (int right, bool second) = Sentence(tree, ref random, operators - 1 - before);
        bool holds = name == "and" ? first && second : name == "or" ? first || second : first != second;
        return (tree.Join(left, tree.Join(middle, right, None), holds ? 1 : 0), holds);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<DataSource>.Add("DrawnLogic",
        "Sentences of and, or, xor and not as trees, each node true or false; those of the test are longer; or trees of one's own.",
        settings => new DrawnLogicSource(
            settings.Int("train", 10_000, min: 1, max: 10_000_000), settings.Int("test", 1000, min: 1, max: 10_000_000),
            settings.Int("operators", 4, min: 1, max: 1000), settings.Int("seed", 1, min: 0)));
}
