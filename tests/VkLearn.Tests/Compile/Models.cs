using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Extension;
using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Learners;
using VkLearn.Losses;
using VkLearn.Optimizers;
using VkLearn.Tests.Tracing;
using VkLearn.Training;
using Concat = VkLearn.Primitives.Concat;
using Random = VkLearn.Primitives.Random;
using SoftmaxCrossEntropy = VkLearn.Ops.SoftmaxCrossEntropy;

namespace VkLearn.Tests.Compile;

/// <summary>A recorded step, and what it changes.</summary>
sealed record Model(Recording Step, params IReadOnlyList<Place> Places) : IDisposable
{
    /// <summary>The bits of all that the step changes or returns, after what was replayed.</summary>
    public float[] Values => [.. Places.SelectMany(place => place.ToArray()), .. Step.Results.SelectMany(result => result.ToArray())];

    public void Dispose() => Step.Dispose();
}

/// <summary>The plans that hazards, bits and texts are checked on.</summary>
static class Models
{
    static readonly Dictionary<string, Func<GpuDevice, Model>> All = new()
    {
        ["mlp-dropout-adam"] = gpu => Train(gpu, Mlp(dropout: 0.25f), new Adam(1e-2f)),
        ["mlp-sgd-momentum"] = gpu => Train(gpu, Mlp(), new Sgd(new CosineSchedule(0.1f, 200), momentum: 0.9f, nesterov: true)),
        ["mlp-lion"] = gpu => Train(gpu, Mlp(), new Lion(1e-3f)),
        ["mlp-watched"] = Watched,
        ["inference-b1"] = gpu => Infer(gpu, 1),
        ["inference-b5"] = gpu => Infer(gpu, 5),
        ["evaluation"] = Evaluate,
        ["deep-50"] = Deep,
        ["adversarial"] = Adversarial,
        ["two-optimisers"] = TwoOptimisers,
        ["swaps"] = Swaps,
        ["views"] = Views,
        ["gather-scatter"] = GatherScatter,
        ["recurrent"] = Recurrent,
        ["sequences"] = Sequences,
        ["autoencoder"] = Autoencoder,
        ["rbm"] = Diverge,
        ["recompute"] = Recomputed,
        ["norms"] = Norms,
        ["tallies"] = Tallies,
    };

    public static IEnumerable<string> Names => All.Keys.Concat(Enumerable.Range(0, 4).Select(seed => $"random-{seed}"));

    public static Model Record(GpuDevice gpu, string name)
    {
        Restart(gpu, seed: 7);
        return name.StartsWith("random-", StringComparison.Ordinal)
            ? RandomProgram(gpu, int.Parse(name["random-".Length..]))
            : All[name](gpu);
    }

    /// <summary>Random numbers begin anew, as in a process of its own.</summary>
    public static void Restart(GpuDevice gpu, uint seed)
    {
        gpu.Seed(seed);
        Session.Of(gpu).Counters.Write(Counters.ClockSlot, 0);
    }

    public static Dataset Points(int count = 96, int features = 12, int classes = 5) => Dataset.From(
        [.. Enumerable.Range(0, count * features)
            .Select(i => MathF.Sin(i * 0.37f) + (i / features % classes == i % features % classes ? 1 : 0))],
        [.. Enumerable.Range(0, count).Select(i => i % classes)], [features]);

    static Sequential Mlp(float dropout = 0) => dropout > 0
        ? new(new Dense(12, 20), new Relu(), new Dropout(dropout), new Dense(20, 9), new Gelu(), new Dropout(dropout), new Dense(9, 5))
        : new(new Dense(12, 20), new Relu(), new Dense(20, 9), new Gelu(), new Dense(9, 5));

    static Model Train(GpuDevice gpu, Sequential model, Optimizer optimizer)
    {
        Trainer trainer = new(gpu, new Classifier(model, optimizer), Points(), batchSize: 16);
        return new(trainer.Step, model.Parameters);
    }

    /// <summary>What a network that sees has beside its convolutions; gradients are clipped, weights averaged.</summary>
    static Model Norms(GpuDevice gpu)
    {
        Sequential model = new(
            new BatchNorm(3), new Residual(new GroupNorm(3, 3), new Relu()), new MaxPool2d(2), new Upsample(2, Interpolation.Bilinear),
            new MaxPool2d(3, stride: 1, padding: 1), new Upsample(2), new AvgPool2d(3, stride: 2, padding: 1),
            new Flatten(), new Dense(144, 20), new LayerNorm([20]), new BatchNorm(20), new Relu(), new Dense(20, 5));
        Dataset images = Dataset.From([.. Enumerable.Range(0, 48 * 144).Select(i => MathF.Sin(i * 0.37f) + i / 144 % 5)],
            [.. Enumerable.Range(0, 48).Select(i => i % 5)], [3, 6, 8]);
        Trainer trainer = new(gpu, new Classifier(model, new Adam(1e-2f) { ClipNorm = 1, ClipValue = 0.1f }, labelSmoothing: 0.1f,
            new WeightAverage(0.9f)), images, batchSize: 16);
        return new(trainer.Step, [.. model.Parameters, .. model.States]);
    }

    static Model Watched(GpuDevice gpu)
    {
        Sequential model = Mlp(dropout: 0.25f);
        Dataset points = Points();
        Adam adam = new(1e-2f);
        return new(gpu.Record(() =>
        {
            (Tensor x, Tensor label) = points.NextBatch(16);
            Tensor loss = Loss.SoftmaxCrossEntropy(model.Forward(x.Watch("x")), label).Watch("loss");
            Tensor[] gradients = loss.Gradients(model);
            foreach (Tensor gradient in gradients)
            {
                gradient.Watch();
            }

            foreach (Parameter parameter in model.Parameters)
            {
                parameter.Value.Watch($"{parameter.Path}:before");
            }

            adam.Apply(model.Parameters, gradients);
            foreach (Parameter parameter in model.Parameters)
            {
                parameter.Value.Watch();
            }
        }), model.Parameters);
    }

    static Model Infer(GpuDevice gpu, int batch)
    {
        Sequential model = Mlp();
        Dataset points = Points();
        return new(gpu.Record(() => model.Forward(points.NextBatch(batch)["image"]).Softmax(), training: false), model.Parameters);
    }

    static Model Evaluate(GpuDevice gpu)
    {
        Sequential model = Mlp(dropout: 0.25f);
        Dataset points = Points();
        State correct = new("correct", []), loss = new("loss", []);
        return new(gpu.Record(() =>
        {
            (Tensor x, Tensor label) = points.NextBatch(40);
            Tensor logits = model.Forward(x);
            correct.Assign(correct.Value + logits.Correct(label));
            loss.Assign(loss.Value + new SoftmaxCrossEntropy().Apply(logits, label)[0].Sum());
        }, training: false), correct, loss);
    }

    static Model Deep(GpuDevice gpu)
    {
        Bag net = new();
        Dense[] layers = [.. Enumerable.Range(0, 50).Select(i => net.Layer($"layers.{i}", new Dense(8, 8)))];
        Adam adam = new(1e-3f);
        return new(gpu.Record(() =>
        {
            Tensor x = Tensor.From([.. Enumerable.Range(0, 32).Select(i => MathF.Cos(i))], [4, 8]);
            foreach (Dense layer in layers)
            {
                x += layer.Forward(x).Tanh() * 0.1f;
            }

            Tensor loss = x.Square().Mean();
            adam.Minimize(loss, of: net);
            return loss;
        }), net.Parameters);
    }

    static Model Adversarial(GpuDevice gpu)
    {
        Sequential generator = new(new Dense(3, 8), new Tanh(), new Dense(8, 2)),
            critic = new(new Dense(2, 8), new LeakyRelu(), new Dense(8, 1));
        Adam forGenerator = new(1e-2f), forCritic = new(1e-2f);
        return new(gpu.Record(() =>
        {
            Tensor real = Random.Uniform([16, 2]), fake = generator.Forward(Random.Uniform([16, 3]));
            Tensor ones = Tensor.Ones([16, 1]), zeros = Tensor.Zeros([16, 1]);
            Tensor judged = Loss.BinaryCrossEntropyWithLogits(critic.Forward(real), ones)
                + Loss.BinaryCrossEntropyWithLogits(critic.Forward(fake.Detach()), zeros);
            forCritic.Minimize(judged, of: critic);
            Tensor fooled = Loss.BinaryCrossEntropyWithLogits(critic.Forward(fake), ones);
            forGenerator.Minimize(fooled, of: generator);
            return [judged, fooled];
        }), [.. generator.Parameters, .. critic.Parameters]);
    }

    static Model TwoOptimisers(GpuDevice gpu)
    {
        Sequential tail = new(new Dense(6, 4), new Tanh()), model = new(new Dense(5, 6), new Tanh(), tail, new Dense(4, 1));
        Adam whole = new(1e-2f);
        Sgd part = new(1e-2f, momentum: 0.5f);
        return new(gpu.Record(() =>
        {
            Tensor x = Tensor.From([.. Enumerable.Range(0, 35).Select(i => MathF.Cos(i))], [7, 5]), loss = model.Forward(x).Square().Mean();
            Tensor[] toWhole = loss.Gradients(model), toPart = (loss * 0.5f).Gradients(tail);
            whole.Apply(model.Parameters, toWhole);
            part.Apply(tail.Parameters, toPart);
            whole.Minimize(model.Forward(x * 2f).Mean(), of: model.Children[0]);
            return loss;
        }), model.Parameters);
    }

    static Model Swaps(GpuDevice gpu)
    {
        State[] states = [.. Enumerable.Range(0, 5).Select(i => new State($"s{i}", [3, 3], initial: i))];
        return new(gpu.Record(() =>
        {
            Tensor[] old = [.. states.Select(state => state.Value)];
            states[0].Assign(old[1]);
            states[1].Assign(old[0]);
            states[2].Assign((old[2] + 1f).Transpose());
            states[3].Assign(states[2].Value);
            states[4].Assign(old[4] * 0.5f + old[2]);
            return [old[0], old[4] + 1f];
        }), states);
    }

    static Model Views(GpuDevice gpu)
    {
        Bag bag = new();
        Parameter weight = bag.New("weight", [16, 16], [.. Enumerable.Range(0, 256).Select(i => MathF.Sin(i))]);
        Sgd sgd = new(0.1f);
        return new(gpu.Record(() =>
        {
            Tensor x = Random.Uniform([4, 16]), left = x.MatMul(weight).Tanh(), right = (x * 2f).MatMul(weight);
            Tensor both = Concat.Of(0, left, right, left.Slice(0, 1, 2)), wide = Concat.Of(1, left, right.Slice(1, 3, 5));
            Tensor turned = both.Transpose().Slice(0, 2, 6).Reshape([2, 30]);
            Tensor loss = turned.Square().Mean() + wide.Slice(1, 10, 9).Mean() + weight.Value.Slice(0, 4, 3).Reshape([48]).Sum();
            sgd.Minimize(loss, of: bag);
            return [loss, both, turned];
        }), weight);
    }

    static Model GatherScatter(GpuDevice gpu)
    {
        Bag bag = new();
        Parameter table = bag.New("table", [10, 4], [.. Enumerable.Range(0, 40).Select(i => MathF.Sin(i))]);
        State counts = new("counts", [10]);
        Adam adam = new(0.05f);
        return new(gpu.Record(() =>
        {
            Tensor index = (Random.Uniform([12]) * 10f).Floor().Cast(DType.Int32);
            Tensor picked = table.Value.Gather(index), sums = picked.ScatterAdd(index, 10);
            counts.Assign(counts.Value + Tensor.Ones([12]).ScatterAdd(index, 10));
            Tensor loss = (sums - table.Value).Square().Mean();
            adam.Minimize(loss, of: bag);
            return loss;
        }), table, counts);
    }

    static Model Recurrent(GpuDevice gpu)
    {
        Bag cell = new();
        Dense input = cell.Layer("input", new Dense(3, 8)), hidden = cell.Layer("hidden", new Dense(8, 8, bias: false));
        State state = new("state", [2, 8]);
        Adam adam = new(1e-2f);
        return new(gpu.Record(() =>
        {
            Tensor h = state, loss = Tensor.Zeros([]);
            for (int t = 0; t < 6; t++)
            {
                h = (input.Forward(Random.Uniform([2, 3])) + hidden.Forward(h)).Tanh();
                loss += h.Square().Mean();
            }

            adam.Minimize(loss, of: cell);
            state.Assign(h.Detach());
            return loss;
        }), [.. cell.Parameters, state]);
    }

    /// <summary>Carried, stacked and both ways, of differing length.</summary>
    static Model Sequences(GpuDevice gpu)
    {
        Bag net = new();
        Embedding words = net.Layer("words", new Embedding(9, 6));
        Lstm carried = net.Layer("carried", new Lstm(6, 5, new() { Layers = 2, Dropout = 0.2f, CarriedBatch = 4 }));
        Gru bothWays = net.Layer("bothWays", new Gru(5, 4, new() { IsBidirectional = true }));
        Rnn last = net.Layer("last", new Rnn(8, 3, new() { GivesLast = true }));
        Adam adam = new(1e-2f);
        Tensor text = Tensor.From([.. Enumerable.Range(0, 24).Select(i => i * 5 % 9)], [4, 6]), lengths = Tensor.From([6, 2, 0, 5], [4]);
        return new(gpu.Record(() =>
        {
            Tensor states = carried.Forward(words.Forward(text));
            Tensor loss = last.Forward(bothWays.Forward(states, lengths)[0], lengths)[0].Square().Mean() + states.Mean();
            adam.Minimize(loss, of: net);
            return loss;
        }), [.. net.Parameters, .. net.States]);
    }

    static Model Autoencoder(GpuDevice gpu)
    {
        Sequential model = new(new Dense(30, 20), new Sigmoid(), new Dense(20, 12), new Sigmoid(), new Dense(12, 5),
            new Dense(5, 12), new Sigmoid(), new Dense(12, 20), new Sigmoid(), new Dense(20, 30));
        Adam adam = new(1e-2f);
        return new(gpu.Record(() =>
        {
            Tensor x = Random.Uniform([24, 30]), loss = Loss.BinaryCrossEntropyWithLogits(model.Forward(x), x);
            adam.Minimize(loss, of: model);
            return loss;
        }), model.Parameters);
    }

    /// <summary>Sums of what is kept, changed, moved into place and reduced, more than a last dispatch takes.</summary>
    static Model Tallies(GpuDevice gpu)
    {
        State[] sums = [.. Enumerable.Range(0, 5).Select(i => Tally.NewSums($"sums {i}", 6))];
        State place = new("place", [7, 3], initial: 1), tail = new("tail", [5], initial: 2);
        return new(gpu.Record(() =>
        {
            Tensor old = place, drawn = Random.Uniform([7, 3]), next = old * 0.5f + drawn, rows = next.Square().Sum(1);
            Tensor both = Concat.Of(0, rows, drawn.Mean(1).Exp()), wide = Random.Uniform([96, 64]);
            Tensor[] all =
                [old, next, rows, both, both.Slice(0, 7, 7), wide.Mean(), wide.Sum(1) / 64f, tail.Value, rows.Mean() + both.Sum()];
            place.Assign(next);
            tail.Assign(rows.Slice(0, 2, 5));
            for (int i = 0; i < all.Length; i++)
            {
                Trace.Current.Tally(sums[i % sums.Length], i / sums.Length, all[i], scale: 1 + i);
            }

            Trace.Current.TallyFinite(sums[0], 4, 5);
            return [rows, old];
        }), [place, tail, .. sums]);
    }

    /// <summary>Layers of which two at a time are computed again in the backward, dropout included.</summary>
    static Model Recomputed(GpuDevice gpu)
    {
        IEnumerable<Layer> layers = Enumerable.Range(0, 4)
            .SelectMany(i => (Layer[])[new Dense(i == 0 ? 12 : 20, 20), i % 2 == 0 ? new Gelu() : new Tanh(), new Dropout(0.2f)]);
        return Train(gpu, new([.. layers, new Dense(20, 5)]) { RecomputeEvery = 6 }, new Adam(1e-2f));
    }

    /// <summary>Contrastive divergence (Hinton 2002) as plain ops: gradients by hand, and an update for each place.</summary>
    static Model Diverge(GpuDevice gpu)
    {
        Bag rbm = new();
        Parameter weight = rbm.New("weight", [20, 12], [.. Enumerable.Range(0, 240).Select(i => 0.1f * MathF.Sin(i))]);
        Parameter hidden = rbm.New("hidden", [12], new float[12]), visible = rbm.New("visible", [20], new float[20]);
        Sgd sgd = new(0.05f, momentum: 0.5f);
        return new(gpu.Record(() =>
        {
            Tensor seen = Random.Uniform([16, 20]) < 0.3f, w = weight, b = hidden, c = visible;
            Tensor active = (seen.MatMul(w) + b).Sigmoid(), sampled = Random.Uniform(active.Shape) < active;
            Tensor dreamt = (sampled.MatMul(w.Transpose()) + c).Sigmoid(), again = (dreamt.MatMul(w) + b).Sigmoid();
            sgd.Apply(weight, dreamt.Transpose().MatMul(again) - seen.Transpose().MatMul(active));
            sgd.Apply(hidden, (again - active).Sum(0));
            sgd.Apply(visible, (dreamt - seen).Sum(0));
            return (seen - dreamt).Square().Mean();
        }), rbm.Parameters);
    }

    static Model RandomProgram(GpuDevice gpu, int seed)
    {
        RandomGraph graph = new(seed);
        return new(gpu.Record(graph.Trace), graph.States);
    }
}
