using VkLearn.Data;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Models;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Training;

[Collection("gpu")]
public sealed class WeightMatchingTests(GpuFixture fixture)
{
    readonly string path = Path.Combine(TempFolder.New(), "weights.safetensors");

    static double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (double)(float)((i * 37 + 11) % 101 / 101.0 - 0.4))];

    void Check(Layer model, TorchFile file, double[] input, Shape shape, double[] expected)
    {
        file.Write(path);
        model.Load(fixture.Gpu, path);
        float[] values = Array.ConvertAll(input, value => (float)value);
        using Recording answer = fixture.Gpu.Record(() => model.Forward(Tensor.From(values, shape)), training: false);
        answer.Replay();
        double scale = expected.Max(Math.Abs);
        Assert.All(answer.Result.ToArray().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 2e-5 * scale));
    }

    string Refusal(Layer model, params (string, string)[] map) =>
        Assert.Throws<DataException>(() => model.Load(fixture.Gpu, path, map)).Message;

    [Fact]
    public void LeNetOfPyTorch()
    {
        TorchFile file = new(seed: 1);
        file.AddConv("conv1", 1, 6, 5);
        file.AddConv("conv2", 6, 16, 5);
        file.AddLinear("fc1", 400, 120);
        file.AddLinear("fc2", 120, 84);
        file.AddLinear("fc3", 84, 10);
        double[] image = Numbers(784);
        double[] x = TorchFile.MaxPool(TorchFile.Relu(file.Conv("conv1", image, 28, padding: 2)), 28);
        x = TorchFile.MaxPool(TorchFile.Relu(file.Conv("conv2", x, 14, padding: 0)), 10);
        x = file.Linear("fc3", TorchFile.Relu(file.Linear("fc2", TorchFile.Relu(file.Linear("fc1", x)))));

        Check(new LeNet5(), file, image, [1, 1, 28, 28], x);
    }

    /// <summary>All of a stage's norms have one shape, the first norm that of the first stage's: its company tells it.</summary>
    [Fact]
    public void ResNet20OfPyTorchWithBatchNorms()
    {
        TorchFile file = new(seed: 2);
        double[] image = Numbers(3 * 8 * 8);
        file.AddConv("conv1", 3, 16, 3, bias: false);
        file.AddNorm("bn1", 16);
        double[] x = TorchFile.Relu(file.BatchNorm("bn1", file.Conv("conv1", image, 8, padding: 1)));
        (int width, int size) = (16, 8);
        for (int block = 0; block < 9; block++)
        {
            string name = $"layer{block / 3 + 1}.{block % 3}";
            int outputs = 16 << (block / 3), stride = outputs > width ? 2 : 1;
            file.AddConv($"{name}.conv1", width, outputs, 3, bias: false);
            file.AddNorm($"{name}.bn1", outputs);
            file.AddConv($"{name}.conv2", outputs, outputs, 3, bias: false);
            file.AddNorm($"{name}.bn2", outputs);
            int half = size / stride;
            double[] y = TorchFile.Relu(file.BatchNorm($"{name}.bn1", file.Conv($"{name}.conv1", x, size, padding: 1, stride)));
            y = file.BatchNorm($"{name}.bn2", file.Conv($"{name}.conv2", y, half, padding: 1));
            double[] shortcut = [.. Enumerable.Range(0, y.Length).Select(at =>
            {
                int channel = at / (half * half) - (outputs - width) / 2;
                return channel >= 0 && channel < width ? x[(channel * size + at / half % half * stride) * size + at % half * stride] : 0;
            })];
            x = TorchFile.Relu([.. y.Zip(shortcut, (a, b) => a + b)]);
            (width, size) = (outputs, half);
        }

        file.AddLinear("linear", 64, 10);
        x = file.Linear("linear", [.. x.Chunk(size * size).Select(channel => channel.Average())]);

        Check(new ResNet(20), file, image, [1, 3, 8, 8], x);
    }

    [Fact]
    public void ATransformersBlockOfPyTorch()
    {
        TorchFile file = new(seed: 3);
        file.AddLinear("layers.0.self_attn.out_proj", 8, 8);
        file.Add("layers.0.self_attn.in_proj_weight", [24, 8], 0.7);
        file.Add("layers.0.self_attn.in_proj_bias", [24], 0.5);
        file.AddLinear("layers.0.linear1", 8, 32);
        file.AddLinear("layers.0.linear2", 32, 8);
        file.AddNorm("layers.0.norm1", 8, isBatch: false);
        file.AddNorm("layers.0.norm2", 8, isBatch: false);
        double[] row = Numbers(8);
        // One position attends to itself alone: what it gives is the last third of in_proj.
        double[] value = [.. Enumerable.Range(16, 8).Select(o => file["layers.0.self_attn.in_proj_bias"][o]
            + Enumerable.Range(0, 8).Sum(i => file["layers.0.self_attn.in_proj_weight"][o * 8 + i] * row[i]))];
        double[] x = file.LayerNorm("layers.0.norm1",
            [.. row.Zip(file.Linear("layers.0.self_attn.out_proj", value), (a, b) => a + b)]);
        double[] fed = file.Linear("layers.0.linear2", TorchFile.Relu(file.Linear("layers.0.linear1", x)));
        x = file.LayerNorm("layers.0.norm2", [.. x.Zip(fed, (a, b) => a + b)]);

        Check(new Block(), file, row, [1, 8], x);
    }

    /// <summary>A block for one position, whose names are its own.</summary>
    sealed class Block : Layer
    {
        readonly Dense taken, given, widened, narrowed;
        readonly LayerNorm first, last;

        public Block()
        {
            taken = Add("taken", new Dense(8, 24));
            given = Add("given", new Dense(8, 8));
            first = Add("first", new LayerNorm([8]));
            widened = Add("widened", new Dense(8, 32));
            narrowed = Add("narrowed", new Dense(32, 8));
            last = Add("last", new LayerNorm([8]));
        }

        protected override Tensor Apply(Tensor input)
        {
            Tensor x = first.Forward(input + given.Forward(taken.Forward(input).Slice(1, 16, 8)));
            return last.Forward(x + narrowed.Forward(widened.Forward(x).Relu()));
        }
    }

    [Fact]
    public void AnLstmsNamesOfPyTorch()
    {
        TorchFile file = new(seed: 4);
        foreach (string name in (string[])["l0", "l0_reverse", "l1", "l1_reverse"])
        {
            file.Add($"lstm.weight_ih_{name}", [8, name.StartsWith("l0", StringComparison.Ordinal) ? 3 : 4], 1);
            file.Add($"lstm.weight_hh_{name}", [8, 2], 1);
            file.Add($"lstm.bias_ih_{name}", [8], 1);
            file.Add($"lstm.bias_hh_{name}", [8], 1);
        }

        file.AddLinear("head", 4, 3);
        file.Write(path);
        Lstm lstm = new(3, 2, new() { Layers = 2, IsBidirectional = true });
        Dense head = new(4, 3);

        new Sequential(lstm, head).Load(fixture.Gpu, path);

        foreach ((RecurrentWay way, string name) in lstm.Ways.Zip((string[])["l0", "l0_reverse", "l1", "l1_reverse"]))
        {
            Assert.Equal(Turned(file[$"lstm.weight_ih_{name}"], 8), way.InputWeight.ToArray());
            Assert.Equal(Turned(file[$"lstm.weight_hh_{name}"], 8), way.RecurrentWeight.ToArray());
            Assert.Equal(file[$"lstm.bias_ih_{name}"], way.InputBias!.ToArray());
            Assert.Equal(file[$"lstm.bias_hh_{name}"], way.RecurrentBias!.ToArray());
        }

        Assert.Equal(Turned(file["head.weight"], 3), head.Weight.ToArray());
    }

    /// <summary>What training carries on is in no file of PyTorch's.</summary>
    [Fact]
    public void ACarryingLayerTakesTheSameFile()
    {
        TorchFile file = new(seed: 5);
        file.Add("gru.weight_ih_l0", [6, 3], 1);
        file.Add("gru.weight_hh_l0", [6, 2], 1);
        file.Add("gru.bias_ih_l0", [6], 1);
        file.Add("gru.bias_hh_l0", [6], 1);
        file.Write(path);
        Gru gru = new(3, 2, new() { CarriedBatch = 4 });

        new Sequential(gru).Load(fixture.Gpu, path);

        Assert.Equal(Turned(file["gru.weight_hh_l0"], 6), gru.Ways[0].RecurrentWeight.ToArray());
    }

    static float[] Turned(float[] values, int rows) =>
        [.. Enumerable.Range(0, values.Length).Select(i => values[i % rows * (values.Length / rows) + i / rows])];

    [Fact]
    public void EqualShapesWhoseNamesTellNoOrderAreAskedAbout()
    {
        TorchFile file = new(seed: 5);
        file.AddLinear("stem", 5, 4);
        file.AddLinear("encoder", 4, 4);
        file.AddLinear("decoder", 4, 4);
        file.AddLinear("to_class", 4, 3);
        file.Write(path);
        Sequential model = new(new Dense(5, 4), new Relu(), new Dense(4, 4), new Relu(), new Dense(4, 4), new Relu(), new Dense(4, 3));

        string refusal = Refusal(model);
        Assert.Contains("layers.2, layers.4 may be decoder, encoder in any order", refusal);
        Assert.Contains("--map decoder=layers.2 or --map decoder=layers.4", refusal);

        double[] x = Numbers(5);
        double[] expected = file.Linear("to_class", TorchFile.Relu(file.Linear("decoder",
            TorchFile.Relu(file.Linear("encoder", TorchFile.Relu(file.Linear("stem", x)))))));
        model.Load(fixture.Gpu, path, [("encoder", "layers.2")]); // what is left is no choice
        using Recording answer = fixture.Gpu.Record(
            () => model.Forward(Tensor.From(Array.ConvertAll(x, value => (float)value), [1, 5])), training: false);
        answer.Replay();
        Assert.All(answer.Result.ToArray().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void MapsTakeTensorsLayersAndPartsAndSayWhatIsWrong()
    {
        TorchFile file = new(seed: 6);
        file.AddLinear("a.one", 2, 2);
        file.AddLinear("b.two", 2, 2);
        file.Write(path);
        Sequential model = new(new Dense(2, 2), new Dense(2, 2));

        model.Load(fixture.Gpu, path, [("b.two.weight", "layers.0.weight"), ("b.two.bias", "layers.0.bias")]);
        Assert.Equal(file["b.two.bias"], model.Parameters[1].ToArray());
        Assert.Equal(file["a.one.bias"], model.Parameters[3].ToArray());
        model.Load(fixture.Gpu, path, [("a.one", "layers.0"), ("b.two", "layers.1")]);
        Assert.Equal(file["a.one.bias"], model.Parameters[1].ToArray());

        Assert.Contains("the file has no \"a.on\". Did you mean \"a.one\"?", Refusal(model, ("a.on", "layers.0")));
        Assert.Contains("the model has no \"layer.0\". Did you mean \"layers.0\"?", Refusal(model, ("a.one", "layer.0")));
        Assert.Contains("layers.0.bias is given both a.one.bias and b.two.bias",
            Refusal(model, ("a.one", "layers.0"), ("b.two", "layers.0")));
        Assert.Contains("tensor a.one.weight F32 [2, 2] does not fit layers.0.weight [2, 3], as a.one.weight=layers.0.weight says.",
            Refusal(new Sequential(new Dense(2, 3), new Dense(3, 2)), ("a.one.weight", "layers.0.weight")));
    }

    [Fact]
    public void EqualNamesDecideWhateverTheirOrder()
    {
        TorchFile file = new(seed: 7);
        file.AddLinear("module.net.9", 2, 2);
        file.AddLinear("module.net.10", 2, 2);
        file.Write(path);
        Sequential model = new([.. Enumerable.Range(0, 11).Select(i => i is 9 or 10 ? (Layer)new Dense(2, 2) : new Relu())]);
        model.Load(fixture.Gpu, path);
        Assert.Equal(file["module.net.9.bias"], model.Parameters[1].ToArray());
        Assert.Equal(file["module.net.10.bias"], model.Parameters[3].ToArray());
    }

    [Fact]
    public void KerasNamesAndLayoutsAreKnown()
    {
        TorchFile file = new(seed: 8);
        file.Add("conv2d/kernel:0", [3, 3, 2, 4], 1);
        file.Add("conv2d/bias:0", [4], 1);
        file.Add("batch_normalization/gamma:0", [4], 1);
        file.Add("batch_normalization/beta:0", [4], 1);
        file.Add("batch_normalization/moving_mean:0", [4], 1);
        file.Add("batch_normalization/moving_variance:0", [4], 1);
        file.Add("dense/kernel:0", [4, 4], 1);
        file.Add("dense/bias:0", [4], 1);
        file.Add("dense_1/kernel:0", [4, 4], 1);
        file.Add("dense_1/bias:0", [4], 1);
        file.Write(path);
        (Conv2d conv, BatchNorm norm, Dense first, Dense second) = (new(2, 4, 3), new(4), new(4, 4), new(4, 4));

        new Sequential(conv, norm, new GlobalAveragePool(), first, second).Load(fixture.Gpu, path);

        float[] kernel = file["conv2d/kernel:0"];
        Assert.Equal([.. Enumerable.Range(0, 72).Select(i => kernel[(i % 9 * 2 + i / 9 % 2) * 4 + i / 18])], conv.Weight.ToArray());
        Assert.Equal(file["batch_normalization/gamma:0"], norm.Weight.ToArray());
        Assert.Equal(file["batch_normalization/moving_variance:0"], norm.Variance.ToArray());
        Assert.Equal(file["dense/kernel:0"], first.Weight.ToArray()); // no number is before 1
        Assert.Equal(file["dense_1/kernel:0"], second.Weight.ToArray());
    }

    [Fact]
    public void KerasFlattenedImagesAreRefused()
    {
        TorchFile file = new(seed: 9);
        file.Add("conv2d/kernel:0", [1, 1, 1, 3], 1);
        file.Add("conv2d/bias:0", [3], 1);
        file.Add("dense/kernel:0", [12, 5], 1);
        file.Add("dense/bias:0", [5], 1);
        file.Write(path);
        Assert.Contains("its rows are in the order of [rows, columns, 3] there, of [3, rows, columns] in this model",
            Refusal(new Sequential(new Conv2d(1, 3, 1), new Flatten(), new Dense(12, 5))));
    }

    [Theory]
    [InlineData("fc2", "fc10")]
    [InlineData("layer1.1.conv2", "layer2.0.conv1")]
    [InlineData("dense", "dense_1")]
    public void NumbersTellAnOrder(string before, string after)
    {
        Assert.Equal(WeightOrder.Words(before), WeightOrder.Words(after));
        Assert.True(WeightOrder.ByNumbers.Compare(before, after) < 0);
        Assert.NotEqual(WeightOrder.Words("encoder.0"), WeightOrder.Words("decoder.1"));
    }
}
