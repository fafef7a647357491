using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Losses;
using VkLearn.Optimizers;

namespace VkLearn.Training;

/// <summary>
/// Trains a classifier: a recorded step of batch, forward, softmax cross entropy, backward, update and metrics, replayed.
/// </summary>
public sealed class Trainer : IDisposable
{
    readonly RunningMean mean = new();
    long read;

    /// <param name="model">[batch, ..item] to logits [batch, classes].</param>
    /// <param name="runSteps">How many steps the run will have, for a schedule that goes over all of it.</param>
    /// <param name="watch">Tensors of the step to see: <c>batch</c>, <c>label</c>, a layer's <c>layers.1:output</c>, the logits as
    /// <c>output</c>, a gradient's <c>layers.1.weight:gradient</c>. They never change what is learned.</param>
    /// <exception cref="ArgumentException">The model does not fit the data; the message says where and what would. Or the step computes
    /// nothing of a name that is to be watched.</exception>
    public Trainer(GpuDevice gpu, Layer model, Dataset data, Optimizer optimizer, int batchSize, int? runSteps = null,
        IReadOnlyCollection<string>? watch = null)
    {
        if (runSteps is { } steps)
        {
            optimizer.LearningRate = optimizer.LearningRate.Over(steps);
        }

        Step = gpu.Record(() =>
        {
            (Tensor item, Tensor label) = data.NextBatch(batchSize);
            Tensor logits = model.Forward(item);
            Tensor loss = Loss.SoftmaxCrossEntropy(logits, label);
            optimizer.Minimize(loss, of: model);
            mean.Add(loss, logits.Accuracy(label));
            return loss;
        }, name: "training step", watch: watch);
        StepsPerEpoch = data.BatchesPerEpoch(batchSize);
    }

    /// <summary>The recorded step; its result is the loss.</summary>
    public Recording Step { get; }

    public int StepsPerEpoch { get; }

    /// <summary>Steps queued since the start.</summary>
    public long Steps => Step.Replays;

    /// <summary>Queues steps; waits only while three submits are pending.</summary>
    public void Run(int steps) => Step.Replay(steps);

    /// <summary>The means of the steps since the last reading; waits for them.</summary>
    /// <exception cref="NanException">A loss was not a finite number; the message names the first such step.</exception>
    public TrainingMetrics Read()
    {
        (int steps, int finite, float loss, float accuracy) = mean.Read();
        if (finite < steps)
        {
            throw new NanException(
                $"The loss of step {read + finite + 1} is not a finite number. " +
                $"Try a lower learning rate; VKLEARN_NAN=1 names the first op that made a NaN.");
        }

        read += steps;
        return new TrainingMetrics(read, (int)((Math.Max(1, read) - 1) / StepsPerEpoch) + 1, steps, loss, accuracy);
    }

    public void Dispose() => Step.Dispose();
}
