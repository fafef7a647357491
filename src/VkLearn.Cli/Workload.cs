using VkLearn.Gpu;
using VkLearn.Layers;
using VkLearn.Losses;
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
        new("mlp-784-128-10-b64", gpu => Training(gpu, Mlp(784, 128, 10), batch: 64)),
        new("mlp-784-800-800-10-b128", gpu => Training(gpu, Mlp(784, 800, 800, 10), batch: 128)),
        new("infer-mlp-784-128-10-b1", gpu => Inference(gpu, Mlp(784, 128, 10)), ReadsResult: true),
    ];

    public static Sequential Mlp(params int[] widths) =>
        new([.. widths[..^1].Zip(widths[1..], Layer[] (inFeatures, outFeatures) => [new Relu(), new Dense(inFeatures, outFeatures)])
            .SelectMany(x => x).Skip(1)]);

    static Recording Training(GpuDevice gpu, Layer model, int batch)
    {
        Adam adam = new(1e-3f);
        System.Random random = new(3);
        int[] labels = [.. Enumerable.Range(0, batch).Select(_ => random.Next(10))];
        return gpu.Record(() =>
        {
            Tensor loss = Loss.SoftmaxCrossEntropy(model.Forward(Uniform([batch, 784], 1)), Tensor.From(labels, [batch]));
            adam.Minimize(loss, of: model);
            return loss;
        });
    }

    static Recording Inference(GpuDevice gpu, Layer model) => gpu.Record(() => model.Forward(Uniform([1, 784], 1)), training: false);

    static Tensor Uniform(Shape shape, int seed)
    {
        System.Random random = new(seed);
        return Tensor.From([.. Enumerable.Range(0, (int)shape.Count).Select(_ => random.NextSingle())], shape);
    }
}
