using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Learners;
using VkLearn.Optimizers;
using VkLearn.Training;

namespace VkLearn.Cli;

/// <summary>
/// What <c>vklearn bench --learn DIR</c> times: seconds of training until a test accuracy is reached. The clock stands while all test items
/// are evaluated, every 100 steps; a run ends with the epoch that reaches its last threshold, or after its epochs.
/// </summary>
/// <param name="Thresholds">Test accuracies, in percent, rising.</param>
sealed record LearningRun(string Name, Func<Layer> Model, int Batch, int Epochs, double[] Thresholds)
{
    const int StepsBetween = 100;

    public static IReadOnlyList<LearningRun> All { get; } =
    [
        new("mnist-logistic-b128", () => Workload.Mlp(784, 10), 128, 10, [91, 92]),
        new("mnist-mlp-784-128-10-b64", () => Workload.Mlp(784, 128, 10), 64, 15, [95, 97, 97.5, 98]),
        new("mnist-lenet-16-32-b64", Workload.LeNet, 64, 10, [97, 98, 98.5, 99]),
    ];

    /// <summary>Runs it and prints its line.</summary>
    public void Run(string? device, string directory, uint seed)
    {
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { Device = device });
        gpu.Seed(seed);
        Classifier learner = new(Model(), new Adam(1e-3f));
        using Trainer trainer = new(gpu, learner, Mnist.Train(gpu, directory), Batch);
        using Evaluator evaluator = new(gpu, learner, Mnist.Test(gpu, directory));
        Stopwatch clock = new();
        Dictionary<double, double> reached = [];
        double best = 0;
        for (int epoch = 0; epoch < Epochs && reached.Count < Thresholds.Length; epoch++)
        {
            for (int step = 0; step < trainer.StepsPerEpoch; step += StepsBetween)
            {
                clock.Start();
                trainer.Run(Math.Min(StepsBetween, trainer.StepsPerEpoch - step));
                trainer.Step.Wait();
                clock.Stop();
                double accuracy = 100 * evaluator.Run()["accuracy"];
                best = Math.Max(best, accuracy);
                foreach (double threshold in Thresholds.Where(threshold => accuracy >= threshold))
                {
                    reached.TryAdd(threshold, clock.Elapsed.TotalSeconds);
                }
            }
        }

        JsonLine.Write(line => Write(line, gpu, seed, reached, best));
    }

    void Write(Utf8JsonWriter line, GpuDevice gpu, uint seed, Dictionary<double, double> reached, double best)
    {
        line.WriteString("peer", "vklearn");
        line.WriteString("workload", Name);
        line.WriteString("device", gpu.Info.Name);
        line.WriteNumber("seed", seed);
        line.WriteStartObject("secondsTo");
        foreach (double threshold in Thresholds)
        {
            string name = threshold.ToString(CultureInfo.InvariantCulture);
            if (reached.TryGetValue(threshold, out double seconds))
            {
                line.WriteNumber(name, Math.Round(seconds, 2));
            }
            else
            {
                line.WriteNull(name);
            }
        }

        line.WriteEndObject();
        line.WriteNumber("best", Math.Round(best, 2));
    }
}
