using VkLearn.Data;
using VkLearn.Extension;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Losses;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Training.Networks;

[Collection("gpu")]
public sealed class NetworkMapTests(GpuFixture fixture)
{
    [Fact]
    public void OfLayersInARow()
    {
        NetworkMap map = NetworkMap.Of(
            new Sequential(new Flatten(), new Dense(784, 128), new Relu(), new Dropout(0.5f), new Dense(128, 10)), [64, 1, 28, 28]);

        Assert.Equal(
            ["Input input [64, 1, 28, 28] 0 < ", "Layer Dense · 128 [64, 128] 100480 < 0", "Layer Dense · 10 [64, 10] 1290 < 1"],
            map.Nodes.Select(Text));
        Assert.Equal(["Relu"], map.Nodes[1].Then);
        Assert.Equal(("layers.1", "layers.2:output", "layers.1.weight"), (map.Nodes[1].Path, map.Nodes[1].Tensor, map.Nodes[1].Weight));
        Assert.Equal(101_770, map.Parameters);
    }

    [Fact]
    public void OfLeNet() => Assert.Equal(
        [
            "Input input [2, 1, 28, 28] 0 < ", "Layer Conv2d 5x5 · 6 [2, 6, 28, 28] 156 < 0", "Layer MaxPool2d [2, 6, 14, 14] 0 < 1",
            "Layer Conv2d 5x5 · 16 [2, 16, 10, 10] 2416 < 2", "Layer MaxPool2d [2, 16, 5, 5] 0 < 3",
            "Layer Dense · 120 [2, 120] 48120 < 4", "Layer Dense · 84 [2, 84] 10164 < 5", "Layer Dense · 10 [2, 10] 850 < 6",
        ], NetworkMap.Of(new LeNet5(), [2, 1, 28, 28]).Nodes.Select(Text));

    [Fact]
    public void OfAResNetWithItsSumsAndStacks()
    {
        NetworkMap map = NetworkMap.Of(new ResNet(20), [4, 3, 32, 32]);

        Assert.Equal(
            [
                "Input input [4, 3, 32, 32] 0 < ", "Layer Conv2d 3x3 · 16 [4, 16, 32, 32] 464 < 0",
                "Layer Conv2d 3x3 · 16 [4, 16, 32, 32] 2336 < 1", "Layer Conv2d 3x3 · 16 [4, 16, 32, 32] 2336 < 2",
                "Join + [4, 16, 32, 32] 0 < 1 3", "Layer Conv2d 3x3 · 16 [4, 16, 32, 32] 2336 < 4",
            ], map.Nodes.Take(6).Select(Text));
        Assert.Equal((30, 9), (map.Nodes.Count, map.Nodes.Count(node => node.Kind == NetworkNodeKind.Join)));
        Assert.Equal("blocks.layers.0:output", map.Nodes[4].Tensor);
        Assert.Equal(["BatchNorm"], map.Nodes[2].Then);
        Assert.Equal(new ResNet(20).Parameters.Sum(parameter => parameter.Shape.Count), map.Parameters);

        IReadOnlyList<FoldedNode> folded = map.Fold(18);
        Assert.Equal(18, folded.Count);
        Assert.Equal([(2, 3), (3, 3), (4, 3)], folded.Where(node => node.Stack == 0).Select(node => (IndexOf(folded, node), node.Times)));
        Assert.Equal([1, 3], folded[4].Inputs);
        Assert.Equal([2, 2, 2], folded.Where(node => node.Stack == 1).Select(node => node.Times));
        Assert.Equal(30, map.Fold(30).Count);
    }

    [Fact]
    public void AThousandLikeLayersAreOne()
    {
        NetworkMap map = NetworkMap.Of(new Sequential(
            [
                new Dense(8, 32), new Relu(), .. Enumerable.Range(0, 998).SelectMany(_ => new Layer[] { new Dense(32, 32), new Relu() }),
                new Dense(32, 3),
            ]), [4, 8]);

        Assert.Equal(1001, map.Nodes.Count);
        Assert.Equal(
            [("input", 1, ""), ("Dense · 32", 1, "0"), ("Dense · 32", 998, "1"), ("Dense · 3", 1, "2")],
            map.Fold(18).Select(node => (node.Node.Name, node.Times, string.Join(' ', node.Inputs))));
        Assert.Equal(["layers.2.weight"], map.Fold(18).Where(node => node.Times > 1).Select(node => node.Node.Weight));
    }

    /// <summary>As a learner's step makes it: of an autoencoder of two models, and of two that play against each other.</summary>
    [Fact]
    public void OfTwoModelsInOneStep()
    {
        Assert.Equal(
            ["Input batch [10, 1, 28, 28] 0 < ", "Layer Dense · 32 [10, 32] 25120 < 0", "Layer Dense · 784 [10, 784] 25872 < 1"],
            Traced(new Autoencoder(), new DrawnDigitsSource(train: 40, test: 1, seed: 1).Load(fixture.Gpu).Train).Nodes.Select(Text));

        Layer Model(int last) => new Sequential(new Dense(2, 8), new Relu(), new Dense(8, last));
        Assert.Equal(
            [
                "Input point [10, 2] 0 < ", "Input noise [10, 2] 0 < ", "Layer Dense · 8 [10, 8] 24 < 1", "Layer Dense · 2 [10, 2] 18 < 2",
                "Layer Dense · 8 [10, 8] 24 < 0 3", "Layer Dense · 1 [10, 1] 9 < 4",
            ],
            Traced(new PointGan(Model(2), Model(1), new Adam(1e-3f), new Adam(1e-3f), latent: 2),
                Dataset.Of("points", new Column("point", new float[200], [2], new Meaning.Quantity()))).Nodes.Select(Text));
    }

    /// <summary>What is watched changes no bit, and gradients have names where they are taken.</summary>
    [Fact]
    public void WatchingAllNodesChangesNoBit()
    {
        string Hash(int nodes)
        {
            fixture.Gpu.Seed(1);
            Dataset data = new DrawnDigitsSource(train: 100, test: 1, seed: 1).Load(fixture.Gpu).Train;
            Sequential model = new(new Conv2d(1, 4, 3), new Relu(), new MaxPool2d(2), new Dense(676, 16), new Relu(), new Dense(16, 10));
            using Trainer trainer = new(fixture.Gpu, new Classifier(model, new Adam(1e-2f)), data,
                new TrainingSettings(20) { NodesWatched = nodes });
            trainer.Run(7);
            foreach (NetworkNode node in trainer.Network?.Nodes ?? [])
            {
                Assert.Equal(node.Output, trainer.Find(node.Tensor!)!.Value.Type.Shape);
                Assert.Equal(node.Weight is null, node.Gradient is null);
                Assert.True(node.Gradient is null || trainer.Find(node.Gradient) is not null);
            }

            Assert.Equal(nodes == 0, trainer.Network is null);
            return WeightsHash.Of(model);
        }

        Assert.Equal(Hash(0), Hash(18));
    }

    NetworkMap Traced(Learner learner, Dataset data)
    {
        using Trainer trainer = new(fixture.Gpu, learner, data, new TrainingSettings(10) { NodesWatched = 18, RunSteps = 10 });
        trainer.Run(1);
        return trainer.Network!;
    }

    static string Text(NetworkNode node) =>
        $"{node.Kind} {node.Name} {node.Output} {node.Parameters} < {string.Join(' ', node.Inputs)}";

    static int IndexOf(IReadOnlyList<FoldedNode> nodes, FoldedNode node) => nodes.Index().First(pair => pair.Item == node).Index;

    /// <summary>Two models, one behind the other, that learn to give back what comes in.</summary>
    sealed class Autoencoder : Learner
    {
        readonly Sequential encoder, decoder;
        readonly Optimizer optimizer;
        readonly Metric loss;

        public Autoencoder()
        {
            encoder = Own("encoder", new Sequential(new Flatten(), new Dense(784, 32), new Relu()));
            decoder = Own("decoder", new Sequential(new Dense(32, 784), new Sigmoid()));
            optimizer = Own("optimizer", new Adam(1e-3f));
            loss = Measure("loss", better: Better.Lower);
        }

        protected override void Step(Batch batch, Stage stage)
        {
            Tensor error = Loss.MeanSquaredError(decoder.Forward(encoder.Forward(batch.Input)), batch.Input.Flatten());
            Tensor[] gradients = error.Gradients([.. encoder.Parameters, .. decoder.Parameters]);
            optimizer.Apply([.. encoder.Parameters, .. decoder.Parameters], gradients);
            loss.Add(error);
        }
    }
}
