using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Losses;
using VkLearn.Models;
using VkLearn.Optimizers;
using VkLearn.Primitives;

namespace VkLearn.Cli;

/// <summary>What <c>vklearn bench</c> times: the same work under the same name as other frameworks' benches.</summary>
/// <param name="Record">The step, on random data that already lies on the device.</param>
/// <param name="ReadsResult">Whether a step ends with the result on the CPU.</param>
sealed record Workload(string Name, Func<GpuDevice, Recording> Record, bool ReadsResult = false)
{
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("gemm-512", gpu => gpu.Record(() => Uniform([512, 512], 1).MatMul(Uniform([512, 512], 2)))),
        new("mlp-784-128-10-b64", gpu => Classify(gpu, Mlp(784, 128, 10), [64, 784])),
        new("mlp-784-800-800-10-b128", gpu => Classify(gpu, Mlp(784, 800, 800, 10), [128, 784])),
        new("lenet-16-32-b64", gpu => Classify(gpu, LeNet(), [64, 1, 28, 28])),
        new("resnet20-cifar-b128", gpu =>
            Classify(gpu, new ResNet(20), [128, 3, 32, 32], new Sgd(0.1f, momentum: 0.9f, weightDecay: 1e-4f))),
        new("autoencoder-784-1000-500-250-30-b128", gpu => Encode(gpu, Autoencoder(784, 1000, 500, 250, 30), batch: 128)),
        new("charlstm-128-t64-b32", gpu => Spell(gpu, symbols: 65, batch: 32, steps: 64)),
        new("lstm-timeseries-64-t48-b64", gpu => Forecast(gpu, batch: 64, steps: 48, columns: 7)),
        new("gru-speech-128-t64-f39-b32", gpu => Classify(gpu,
            new Sequential(new Gru(39, 128, new() { GivesLast = true }), new Dense(128, 10)), [32, 64, 39])),
        new("caption-64-b32", gpu => Describe(gpu, batch: 32, words: 1000, steps: 16)),
        new("rntn-sst-b27", gpu => Compose(gpu, batch: 27, features: 30, words: 10_000, classes: 5)),
        new("rbm-784-500-cd1-b128", gpu => Diverge(gpu, new Rbm(784, 500), batch: 128)),
        new("dcgan-28-b64", gpu => Play(gpu, new Players(Generator(latent: 100), Critic(), 100), batch: 64)),
        new("plain-mlp-1000x32-b64", gpu => Classify(gpu, Deep(1000, 32), [64, 784])),
        new("dropout-mlp-1000x32-b64", gpu => Classify(gpu, Deep(1000, 32, dropout: 0.1f), [64, 784])),
        new("rezero-mlp-1000x32-b64", gpu => Classify(gpu, Deep(1000, 32, reZero: true), [64, 784])),
        new("infer-mlp-784-128-10-b1", gpu => Infer(gpu, Mlp(784, 128, 10), [1, 784]), ReadsResult: true),
        new("infer-lenet-16-32-b1", gpu => Infer(gpu, LeNet(), [1, 1, 28, 28]), ReadsResult: true),
    ];

    /// <param name="names">Names or parts of them; none asks for all.</param>
    public static IEnumerable<Workload> Asked(string[] names) =>
        All.Where(workload => names.Length == 0 || names.Any(workload.Name.Contains));

    public static Sequential Mlp(params int[] widths) => new([.. Denses(widths, () => new Relu())]);

    public static Sequential LeNet() => new(
        new Conv2d(1, 16, 5, padding: 2), new Relu(), new MaxPool2d(2), new Conv2d(16, 32, 5, padding: 2), new Relu(), new MaxPool2d(2),
        new Dense(32 * 7 * 7, 10));

    /// <summary>Hinton and Salakhutdinov 2006: sigmoid layers there and back, a linear code; the last sigmoid is the loss's.</summary>
    static Sequential Autoencoder(params int[] widths) =>
        new([.. Denses(widths, () => new Sigmoid()), .. Denses([.. widths.Reverse()], () => new Sigmoid())]);

    /// <summary>h + ReLU(W h + b) a number of times; W is as small as it takes for h not to grow.</summary>
    static Sequential Deep(int depth, int width, float dropout = 0, bool reZero = false)
    {
        Initializer weight = Initializer.Uniform(1 / MathF.Sqrt(width) / MathF.Sqrt(depth));
        Layer[] Drop() => dropout > 0 ? [new Dropout(dropout)] : [];
        Layer Block() => new Residual(reZero, [new Dense(width, width, weight: weight), new Relu(), .. Drop()]);
        return new([new Dense(784, width), .. Enumerable.Range(0, depth).Select(_ => Block()), new Dense(width, 10)]);
    }

    static IEnumerable<Layer> Denses(int[] widths, Func<Layer> activation) => widths[..^1]
        .Zip(widths[1..], Layer[] (inFeatures, outFeatures) => [activation(), new Dense(inFeatures, outFeatures)])
        .SelectMany(x => x).Skip(1);

    /// <param name="optimizer">By default Adam at 1e-3.</param>
    static Recording Classify(GpuDevice gpu, Layer model, Shape images, Optimizer? optimizer = null)
    {
        System.Random random = new(3);
        int[] labels = [.. Enumerable.Range(0, images[0]).Select(_ => random.Next(10))];
        return Train(gpu, model, optimizer ?? new Adam(1e-3f),
            () => Loss.SoftmaxCrossEntropy(model.Forward(Uniform(images, 1)), Tensor.From(labels, [images[0]])));
    }

    static Recording Encode(GpuDevice gpu, Layer model, int batch) => Train(gpu, model, new Adam(1e-3f), () =>
        Loss.BinaryCrossEntropyWithLogits(model.Forward(Uniform([batch, 784], 1)), Uniform([batch, 784], 2)));

    /// <summary>The next of so many symbols, at each step.</summary>
    static Recording Spell(GpuDevice gpu, int symbols, int batch, int steps)
    {
        Sequential model = new(new Embedding(symbols, 64), new Lstm(64, 128), new Dense(128, symbols));
        Tensor Text(int seed) => Tensor.From([.. Numbers(batch * steps, seed).Select(x => (int)(x * symbols))], [batch, steps]);
        return Train(gpu, model, new Adam(1e-3f), () => Loss.SoftmaxCrossEntropy(
            model.Forward(Text(1)).Reshape([batch * steps, symbols]), Text(2).Reshape([batch * steps])));
    }

    /// <summary>The next of a series' rows.</summary>
    static Recording Forecast(GpuDevice gpu, int batch, int steps, int columns)
    {
        Sequential model = new(new Lstm(columns, 64, new() { GivesLast = true }), new Dense(64, columns));
        return Train(gpu, model, new Adam(1e-3f), () =>
            Loss.MeanSquaredError(model.Forward(Uniform([batch, steps, columns], 1)), Uniform([batch, columns], 2)));
    }

    /// <summary>A caption a word at a time, looking at 8 x 8 places of an image of 64 x 64 (Xu et al. 2015).</summary>
    static Recording Describe(GpuDevice gpu, int batch, int words, int steps)
    {
        Sequential encoder = new(
            new Conv2d(3, 24, 5, stride: 2, padding: 2, bias: false), new BatchNorm(24), new Relu(),
            new Conv2d(24, 48, 3, stride: 2, padding: 1, bias: false), new BatchNorm(48), new Relu(),
            new Conv2d(48, 64, 3, stride: 2, padding: 1, bias: false), new BatchNorm(64), new Relu(),
            new Conv2d(64, 64, 3, padding: 1, bias: false), new BatchNorm(64), new Relu());
        CaptionDecoder decoder = new(words, features: 64, units: 128, embedded: 64, attended: 64);
        Tensor Text(int seed) => Tensor.From([.. Numbers(batch * steps, seed).Select(x => (int)(x * words))], [steps, batch]);
        Adam adam = new(1e-3f);
        return gpu.Record(() =>
        {
            Tensor logits = decoder.Teach(encoder.Forward(Uniform([batch, 3, 64, 64], 1)), Text(1)).Logits;
            Tensor loss = Loss.SoftmaxCrossEntropy(logits, Text(2).Reshape([batch * steps]));
            adam.Minimize(loss, [.. encoder.Trainable, .. decoder.Trainable]);
            return loss;
        });
    }

    /// <summary>The label of each node of trees of words, by a recursive neural tensor network (Socher et al. 2013).</summary>
    static Recording Compose(GpuDevice gpu, int batch, int features, int words, int classes)
    {
        BenchTrees trees = new(batch, words, classes);
        (Embedding embedding, TreeRnn net, Dense last) = (new(words, features), new(features, tensor: true), new(features, classes));
        Adagrad adagrad = new(1e-2f);
        return gpu.Record(() =>
        {
            Tensor label = Whole([batch * trees.Labels.GetLength(1)], trees.Labels);
            Tensor leaves = embedding.Forward(Whole([batch, trees.Words.GetLength(1)], trees.Words));
            Tensor states = net.Forward([leaves, Whole([batch, trees.Children.GetLength(1), 2], trees.Children)])[0];
            Tensor loss = Loss.SoftmaxCrossEntropy(last.Forward(states.Reshape([states.Rows, features])), label);
            adagrad.Minimize(loss, [.. embedding.Trainable, .. net.Trainable, .. last.Trainable]);
            return loss;
        });
    }

    static Tensor Whole(Shape shape, Array values) => Tensor.From([.. values.Cast<int>()], shape);

    static Recording Train(GpuDevice gpu, Layer model, Optimizer optimizer, Func<Tensor> makeLoss) => gpu.Record(() =>
    {
        Tensor loss = makeLoss();
        optimizer.Minimize(loss, of: model);
        return loss;
    });

    static Recording Diverge(GpuDevice gpu, Rbm rbm, int batch)
    {
        const float decay = 2e-4f;
        float rate = 0.1f / batch; // gradients are sums over the batch; the decay is not, and is not to be divided by it
        Sgd ofWeight = new(rate, momentum: 0.5f, weightDecay: decay * batch), ofBiases = new(rate, momentum: 0.5f);
        Tensor seen = Tensor.From([.. Numbers(batch * 784, 1).Select(x => x < 0.5f ? 1f : 0f)], [batch, 784]);
        return gpu.Record(() =>
        {
            (Tensor weight, Tensor visible, Tensor hidden, _) = rbm.ContrastiveDivergence(seen);
            ofWeight.Apply(rbm.Weight, weight);
            ofBiases.Apply([rbm.Visible, rbm.Hidden], [visible, hidden]);
        });
    }

    /// <summary>Radford et al. 2016 for images of 28 x 28.</summary>
    static Sequential Generator(int latent) => new(
        new Dense(latent, 128 * 7 * 7), new Unflatten([128, 7, 7]), new BatchNorm(128), new Relu(),
        new ConvTranspose2d(128, 64, 4, stride: 2, padding: 1), new BatchNorm(64), new Relu(),
        new ConvTranspose2d(64, 1, 4, stride: 2, padding: 1), new Tanh());

    static Sequential Critic() => new(
        new Conv2d(1, 64, 4, stride: 2, padding: 1), new LeakyRelu(0.2f),
        new Conv2d(64, 128, 4, stride: 2, padding: 1), new BatchNorm(128), new LeakyRelu(0.2f), new Dense(128 * 7 * 7, 1));

    static Recording Play(GpuDevice gpu, Players players, int batch)
    {
        (Adam ofGenerator, Adam ofCritic) = (new(2e-4f, beta1: 0.5f), new(2e-4f, beta1: 0.5f));
        return gpu.Record(() =>
        {
            Tensor made = players.Make(players.Draw(batch)), real = Uniform([batch, 1, 28, 28], 1) * 2 - 1;
            ofCritic.Minimize(players.Loss.OfCritic(players.Judge(real), players.Judge(made.Detach())), of: players.Critic);
            ofGenerator.Minimize(players.Loss.OfGenerator(players.Judge(made)), of: players.Generator);
        });
    }

    static Recording Infer(GpuDevice gpu, Layer model, Shape image) =>
        gpu.Record(() => model.Forward(Uniform(image, 1)), training: false);

    static Tensor Uniform(Shape shape, int seed) => Tensor.From([.. Numbers((int)shape.Count, seed)], shape);

    static IEnumerable<float> Numbers(int count, int seed)
    {
        System.Random random = new(seed);
        return Enumerable.Range(0, count).Select(_ => random.NextSingle());
    }
}
