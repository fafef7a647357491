using VkLearn.Data;
using VkLearn.Engine;
using VkLearn.Engine.Behaviours;
using VkLearn.Engine.Views;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Losses;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Rendering;
using VkLearn.Rendering.Views;
using VkLearn.Training;
using Xunit;
using Layout = VkLearn.Engine.Layout;

namespace VkLearn.Tests.Engine.Views;

[Collection("gpu")]
public sealed class NetworkViewTests(GpuFixture fixture)
{
    /// <summary>Networks of all forms can be drawn, each node with a picture or a sign, and none of them fails.</summary>
    [Theory, InlineData("mlp", 3), InlineData("lenet", 8), InlineData("resnet", 18), InlineData("stack", 4), InlineData("autoencoder", 5),
        InlineData("two", 3), InlineData("half", 3)]
    public void DrawsNetworksOfAllForms(string form, int nodes)
    {
        fixture.Gpu.Seed(1);
        using Scene scene = new(fixture.Gpu);
        scene.Error += failure => throw failure;
        scene.Add("trainer", new TrainerBehaviour(LearnerOf(form, out Shape item), Data(item), batch: 4)
        {
            Length = RunLength.Steps(2), Precision = form == "half" ? Precision.Float16 : Precision.Float32,
        });
        NetworkView network = new();
        scene.Show(Layout.Column(network, new TensorGridView("selected:output"), new HistogramView("selected:gradient")));
        using OffscreenTarget target = new(fixture.Gpu, 1280, 500);
        using ScenePlayer player = new(scene, target);
        Frames(player, 3);
        NetworkStrip strip = (NetworkStrip)player.Views.Find(network)!;

        Assert.Equal(nodes, strip.Nodes.Count);
        Assert.Equal(nodes, strip.Places.Boxes.Length);
        // Of several models each says where it begins.
        Assert.Equal(form == "two" ? ["body: Dense \u00b7 30", "head: Dense \u00b7 10"] : (string[])[],
            strip.Nodes.Select(node => node.Name).Where(name => name.Contains(": ", StringComparison.Ordinal)));
        Assert.All(strip.Nodes.Zip(strip.Tiles), pair =>
            Assert.Equal(pair.First.Kind == StripNodeKind.Join, pair.Second.Area.IsEmpty));
        foreach (StripNode node in strip.Nodes.Where(node => node.Layer is not null))
        {
            scene.Selection.Layer = node.Layer;
            Frames(player, 1);
        }
    }

    /// <summary>A click on a node, on a neuron and on an item are answered by the next frame, in all views.</summary>
    [Fact]
    public void ClicksAreAnsweredByTheNextFrame()
    {
        using SmallScene small = new(fixture.Gpu);
        small.Scene.Playback.IsPaused = true;
        NetworkView network = new();
        ImageBatchView batch = new();
        TensorGridView output = new("selected:output"), weight = new("selected.weight") { Title = "Weights" };
        TensorGridView logits = new("layers.3:output");
        HistogramView gradient = new("selected:gradient");
        small.Scene.Show(Layout.Column(network, Layout.Row(batch, output, weight), Layout.Row(gradient, logits)));
        using OffscreenTarget target = new(fixture.Gpu, 900, 700);
        using ScenePlayer player = new(small.Scene, target);
        Frames(player, 2);
        NetworkStrip strip = (NetworkStrip)player.Views.Find(network)!;
        T Drawn<T>(IShown view) where T : View => (T)player.Views.Find(view)!;

        Assert.Equal(("layers.1:output", "Weights: layers.0.weight", "layers.0.weight:gradient"),
            (Drawn<TensorGrid>(output).Title, Drawn<TensorGrid>(weight).Title, Drawn<Histogram>(gradient).Title));

        // A neuron of the last layer: its node is selected, and it is marked in all views.
        StripTile last = strip.Tiles[^1];
        Click(player, last.Area.X + last.Area.Width / 2, last.Area.Y + (int)(1.5f * last.Pitch));
        player.Frame();
        Assert.Equal(("layers.3:output", "Weights: layers.3.weight", "layers.3.weight:gradient"),
            (Drawn<TensorGrid>(output).Title, Drawn<TensorGrid>(weight).Title, Drawn<Histogram>(gradient).Title));
        Assert.Equal([1, 1, 1], ((TensorGrid[])[Drawn<TensorGrid>(output), Drawn<TensorGrid>(weight), Drawn<TensorGrid>(logits)])
            .Select(grid => grid.MarkedUnit ?? -1));
        Assert.Same(strip, player.Views.Find(network));

        // A node without a weight goes with that of the layer before it.
        Rectangle pool = strip.Places.Boxes[2];
        Click(player, pool.X + 1, pool.Bottom - 1);
        player.Frame();
        Assert.Equal(("layers.2:output", "Weights: layers.0.weight"), (Drawn<TensorGrid>(output).Title, Drawn<TensorGrid>(weight).Title));

        // An item of the batch.
        ImageBatch images = Drawn<ImageBatch>(batch);
        (int row, int column) = Math.DivRem(3, images.Fit.Columns);
        Click(player, images.Area.X + column * images.Fit.PitchX + 3, images.Area.Y + row * images.Fit.PitchY + 3);
        player.Frame();
        Assert.Equal((3, 3, 3), (strip.Item, images.ChosenItem, Drawn<TensorGrid>(logits).ChosenItem));
        Assert.Equal(1, Drawn<TensorGrid>(logits).MarkedUnit);
    }

    /// <summary>What was taken for another class can be chosen, too: the image that is looked into is then that.</summary>
    [Fact]
    public void AMistakeCanBeChosen()
    {
        const int pixels = SmallScene.Side * SmallScene.Side;
        using SmallScene small = new(fixture.Gpu);
        MisclassifiedView mistakes = new() { Count = 8 };
        BatchImageView image = new();
        NetworkView network = new();
        small.Scene.Add("image", image);
        small.Scene.Show(Layout.Column(network, Layout.Row(image, mistakes, new ImageBatchView())));
        using OffscreenTarget target = new(fixture.Gpu, 900, 500);
        using ScenePlayer player = new(small.Scene, target);
        small.Step(3);
        player.Draw();
        small.Scene.Selection.Item = ("misclassified", 1);
        small.Frame(0);
        player.Draw();
        ImageBatch wrong = (ImageBatch)player.Views.Find(mistakes)!;
        (float label, float taken) = (small.Read(wrong.Labels!.Value)[1], small.Read(wrong.Predictions!.Value)[1]);

        Assert.True(label >= 0 && taken >= 0 && label != taken);
        Assert.Equal(1, wrong.ChosenItem);
        Assert.Equal(small.Read(wrong.Source)[pixels..(2 * pixels)], small.Read("image/image"));
        Assert.Equal(label, Assert.Single(small.Read("image/label")));
        Assert.Equal(taken, Assert.Single(small.Read("image/prediction")));
        NetworkStrip strip = (NetworkStrip)player.Views.Find(network)!;
        Assert.Equal(small.Read("image/layers.1:output"), small.Read(strip.Nodes[1].Activations!.Value));
        Assert.EndsWith("of the chosen image", strip.Detail, StringComparison.Ordinal);
    }

    /// <summary>The pictures are of the drawing while one is drawn, of the batch again once an image of it is chosen.</summary>
    [Fact]
    public void ADrawingGoesThroughTheNetwork()
    {
        using SmallScene small = new(fixture.Gpu);
        DrawingPadView pad = new();
        NetworkView network = new();
        small.Scene.Add("drawing", pad);
        small.Scene.Show(Layout.Column(network, pad));
        using OffscreenTarget target = new(fixture.Gpu, 700, 500);
        using ScenePlayer player = new(small.Scene, target);
        Frames(player, 2);
        NetworkStrip strip = (NetworkStrip)player.Views.Find(network)!;
        Assert.EndsWith("of image 0 of the batch", strip.Detail, StringComparison.Ordinal);
        Rectangle area = ((DrawingPad)player.Views.Find(pad)!).Area;

        player.Pointer(new(PointerAction.Press, area.X + area.Width / 2, area.Y + area.Height / 2));
        player.Pointer(new(PointerAction.Release, area.X + area.Width / 2, area.Y + area.Height / 2));
        Frames(player, 2);
        Assert.EndsWith("of the drawing", strip.Detail, StringComparison.Ordinal);
        Assert.Equal(small.Read("drawing/image"), small.Read(strip.Nodes[0].Activations!.Value));
        Assert.Equal(small.Read("drawing/layers.1:output"), small.Read(strip.Nodes[1].Activations!.Value));

        small.Scene.Selection.Item = ("batch", 2);
        Frames(player, 1);
        Assert.EndsWith("of image 2 of the batch", strip.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void ChangesNoBit()
    {
        string Run(bool isShown)
        {
            using SmallScene small = new(fixture.Gpu, steps: 12);
            small.Scene.Playback.FrameRate = 1000;
            small.Scene.Show(isShown ? Layout.Column(new NetworkView()) : Layout.Column(new ControlsView()));
            using OffscreenTarget target = new(fixture.Gpu, 640, 200);
            using ScenePlayer player = new(small.Scene, target);
            while (!small.Trainer.IsDone)
            {
                player.Frame();
            }

            return WeightsHash.Of(small.Model);
        }

        Assert.Equal(Run(isShown: false), Run(isShown: true));
    }

    /// <summary>Not a byte, in frames of training.</summary>
    [Fact]
    public void ReadsNothingBack()
    {
        using SmallScene small = new(fixture.Gpu);
        small.Scene.Show(Layout.Column(new NetworkView(), new ImageBatchView()));
        using OffscreenTarget target = new(fixture.Gpu, 640, 300);
        using ScenePlayer player = new(small.Scene, target);
        small.Scene.Playback.IsPaused = true;
        Frames(player, 2);
        long before = fixture.Gpu.Staging.BytesDownloaded;
        for (int i = 0; i < 5; i++)
        {
            small.Scene.Playback.StepOnce();
            player.Frame();
        }

        Assert.Equal((5, before), (small.Trainer.Steps, fixture.Gpu.Staging.BytesDownloaded));
    }

    /// <summary>A learner of several stages shows the network of the one that it is in.</summary>
    [Fact]
    public void FollowsTheStages()
    {
        fixture.Gpu.Seed(1);
        using Scene scene = new(fixture.Gpu);
        scene.Error += failure => throw failure;
        TrainerBehaviour trainer = new(new Staged(), Data([1, 28, 28]), batch: 4) { Length = RunLength.Epochs(1) };
        scene.Add("trainer", trainer);
        NetworkView network = new();
        scene.Show(Layout.Column(network, new TensorGridView("selected:output")));
        using OffscreenTarget target = new(fixture.Gpu, 640, 400);
        using ScenePlayer player = new(scene, target);
        Frames(player, 1);
        Assert.Equal(2, ((NetworkStrip)player.Views.Find(network)!).Nodes.Count);
        for (int frames = 0; !trainer.IsDone; frames++)
        {
            Assert.True(frames < 1000, "it goes on for ever");
            player.Frame();
        }

        Frames(player, 2);
        Assert.Equal(("layers.1:output", "layers.0.weight"), (scene.Selection.Layer!.Output, scene.Selection.Layer.Weight));
        Assert.Equal(["input", "Dense · 30", "Dense · 10"], ((NetworkStrip)player.Views.Find(network)!).Nodes.Select(node => node.Name));
    }

    [Fact]
    public void SaysThatNoLayerIsSelected()
    {
        using SmallScene small = new(fixture.Gpu);
        Assert.Equal("\"selected:output\": no layer is selected. Add a Network view, or set the scene's Selection.Layer.",
            Assert.Throws<UnknownTensorException>(() => small.Scene.FindSource("selected:output")).Message);
    }

    static Learner LearnerOf(string form, out Shape item)
    {
        item = form switch { "resnet" => [3, 16, 16], "stack" => [8], _ => [1, 28, 28] };
        Sgd sgd = new(1e-4f);
        return form switch
        {
            "mlp" or "half" => new Classifier(new Sequential(new Flatten(), new Dense(784, 16), new Relu(), new Dense(16, 10)), sgd),
            "lenet" => new Classifier(new LeNet5(), sgd),
            "resnet" => new Classifier(new ResNet(20), sgd),
            "stack" => new Classifier(new Sequential(
                [new Dense(8, 16), new Relu(), .. Enumerable.Range(0, 998).SelectMany(_ => new Layer[] { new Dense(16, 16), new Relu() }),
                    new Dense(16, 10)]), sgd),
            "autoencoder" => new Regressor(new Sequential(new Flatten(), new Dense(784, 64), new Relu(), new Dense(64, 12), new Relu(),
                new Dense(12, 64), new Relu(), new Dense(64, 784)), sgd, target: "image"),
            _ => new TwoModels(sgd),
        };
    }

    static Dataset Data(Shape item)
    {
        byte[] values = new byte[16 * item.Count];
        new Random(1).NextBytes(values);
        float[] numbers = [.. values.Select(value => value / 255f)];
        return Dataset.From(numbers, [.. Enumerable.Range(0, 16).Select(i => i % 10)], item);
    }

    static void Frames(ScenePlayer player, int count)
    {
        for (int i = 0; i < count; i++)
        {
            player.Frame();
        }
    }

    static void Click(ScenePlayer player, float x, float y)
    {
        player.Pointer(new(PointerAction.Press, x, y));
        player.Pointer(new(PointerAction.Release, x, y));
    }

    /// <summary>Its first layer alone, then both.</summary>
    sealed class Staged : Learner
    {
        readonly Sequential model;
        readonly Optimizer optimizer;
        readonly Metric loss;

        public Staged()
        {
            model = Own("", new Sequential(new Dense(784, 30), new Relu(), new Dense(30, 10)));
            optimizer = Own("optimizer", new Sgd(1e-3f));
            loss = Measure("loss");
        }

        public override IReadOnlyList<Stage> Stages { get; } = [new("first", Epochs: 1), Stage.Training];

        protected override void Step(Batch batch, Stage stage)
        {
            Layer first = model.Children[0];
            bool isFirst = stage.Name == "first";
            Tensor error = isFirst ? first.Forward(batch.Input).Square().Mean()
                : Loss.SoftmaxCrossEntropy(model.Forward(batch.Input), batch.Labels("label"));
            optimizer.Minimize(error, isFirst ? first.Parameters : model.Parameters);
            loss.Add(error);
        }
    }

    /// <summary>A classifier behind a model of its own.</summary>
    sealed class TwoModels : Learner
    {
        readonly Layer body, head;
        readonly Optimizer optimizer;
        readonly Metric loss;

        public TwoModels(Optimizer optimizer)
        {
            (body, head) = (Own("body", new Sequential(new Dense(784, 30), new Relu())), Own("head", new Dense(30, 10)));
            this.optimizer = Own("optimizer", optimizer);
            loss = Measure("loss");
        }

        protected override void Step(Batch batch, Stage stage)
        {
            Tensor error = Loss.SoftmaxCrossEntropy(head.Forward(body.Forward(batch.Input)), batch.Labels("label"));
            optimizer.Minimize(error, [.. body.Parameters, .. head.Parameters]);
            loss.Add(error);
        }
    }
}
