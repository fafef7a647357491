// TorchSharp (libtorch, CPU, all cores): the workload rntn-sst-b27 of vklearn bench, as a user would write it who packs trees by level.
// ../bench.sh Trees    one JSON line: median ms of a step
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

random.manual_seed(1);
const int Batch = 27, Words = 10_000, Classes = 5;
var trees = new Trees(Batch, Words, Classes);
var (model, loss) = (new Rntn(Words, 30, Classes), CrossEntropyLoss());
var adagrad = optim.Adagrad(model.parameters(), 1e-2);
Timed.Run("rntn-sst-b27", () =>
{
    adagrad.zero_grad();
    loss.call(model.call(trees), trees.Labels).backward();
    adagrad.step();
});

/// <summary>A recursive neural tensor network (Socher et al. 2013) over all trees at once, level by level.</summary>
sealed class Rntn : Module<Trees, Tensor>
{
    readonly int features;
    readonly Embedding embedding;
    readonly Linear weight, last;
    readonly Parameter tensor;

    public Rntn(int words, int features, int classes) : base(nameof(Rntn))
    {
        this.features = features;
        (embedding, weight, last) = (Embedding(words, features), Linear(2 * features, features), Linear(features, classes));
        tensor = Parameter((rand(2 * features, 2 * features * features) * 2 - 1) / (4 * features)); // [input, (matrix, output)]
        RegisterComponents();
    }

    public override Tensor forward(Trees trees)
    {
        var states = embedding.call(trees.Words);
        foreach (var (left, right) in trees.Levels)
        {
            var x = cat([states.index_select(0, left), states.index_select(0, right)], 1);
            var products = x.matmul(tensor).view(x.shape[0], 2 * features, features);
            states = cat([states, (x.unsqueeze(1).bmm(products).squeeze(1) + weight.call(x)).tanh()], 0);
        }
        return last.call(states);
    }
}

/// <summary>The trees of BenchTrees.cs, all words first and then the inner nodes level by level; labels in the order in which they are
/// drawn, which a step's time does not depend on.</summary>
sealed class Trees
{
    const int MostWords = 32, FewestWords = 6;
    uint state = 1;

    public Trees(int trees, int words, int classes)
    {
        List<int> labels = [], all = [];
        List<(int Left, int Right, int Height)> nodes = []; // children: words from 0 on, nodes from -1 down
        for (int tree = 0; tree < trees; tree++)
        {
            int count = FewestWords + tree % (MostWords - FewestWords + 1);
            for (int row = 0; row < 2 * count - 1; row++) labels.Add(Next(classes));
            List<int> open = [.. Enumerable.Range(all.Count, count)];
            for (int word = 0; word < count; word++) all.Add(Next(words));
            while (open.Count > 1)
            {
                int at = Next(3) < 2 ? open.Count - 2 : Next(open.Count - 1);
                nodes.Add((open[at], open[at + 1], 1 + Math.Max(HeightOf(open[at]), HeightOf(open[at + 1]))));
                open[at] = -nodes.Count;
                open.RemoveAt(at + 1);
            }
        }
        var order = Enumerable.Range(0, nodes.Count).OrderBy(node => nodes[node].Height).ToArray();
        var rows = new int[nodes.Count];
        for (int i = 0; i < order.Length; i++) rows[order[i]] = all.Count + i;
        int Row(int node) => node >= 0 ? node : rows[-1 - node];
        int HeightOf(int node) => node >= 0 ? 0 : nodes[-1 - node].Height;
        Levels = [.. order.GroupBy(node => nodes[node].Height).OrderBy(level => level.Key).Select(level => (
            tensor([.. level.Select(node => Row(nodes[node].Left))], int64),
            tensor([.. level.Select(node => Row(nodes[node].Right))], int64)))];
        (Words, Labels) = (tensor([.. all], int64), tensor([.. labels], int64));
    }

    public Tensor Words { get; }
    public Tensor Labels { get; }
    public List<(Tensor Left, Tensor Right)> Levels { get; }

    int Next(int bound) => (int)(((state = unchecked(state * 1664525 + 1013904223)) >> 16) % (uint)bound);
}
