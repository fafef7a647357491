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
    readonly TrainingState state;
    long read, before;

    /// <param name="model">[batch, ..item] to logits [batch, classes].</param>
    /// <param name="runSteps">How many steps the run will have, for a schedule that goes over all of it.</param>
    /// <param name="watch">Tensors of the step to see: <c>batch</c>, <c>label</c>, a layer's <c>layers.1:output</c>, the logits as
    /// <c>output</c>, a gradient's <c>layers.1.weight:gradient</c>. They never change what is learned.</param>
    /// <param name="precision">How a step's numbers lie in memory between kernels.</param>
    /// <param name="labelSmoothing">The share of each label that lies evenly on all classes.</param>
    /// <param name="average">Goes on after each update; null: none.</param>
    /// <exception cref="ArgumentException">The model does not fit the data; the message says where and what would.</exception>
    /// <exception cref="UnknownTensorException">The step computes nothing of a name that is to be watched.</exception>
    public Trainer(GpuDevice gpu, Layer model, Dataset data, Optimizer optimizer, int batchSize, int? runSteps = null,
        IReadOnlyCollection<string>? watch = null, Precision precision = Precision.Float32, float labelSmoothing = 0,
        WeightAverage? average = null)
    {
        if (runSteps is { } steps)
        {
            optimizer.LearningRate = optimizer.LearningRate.Over(steps);
        }

        Step = gpu.Record(() =>
        {
            (Tensor item, Tensor label) = data.NextBatch(batchSize);
            Tensor logits = model.Forward(item);
            if (watch?.Contains("output") is true)
            {
                logits.Watch("output"); // whatever its last layer calls it
            }

            Tensor loss = Loss.SoftmaxCrossEntropy(logits, label, labelSmoothing);
            optimizer.Minimize(loss, of: model);
            average?.Update(model);
            mean.Add(loss, logits.Hits(label).Mean());
        }, name: "training step", watch: watch, precision: precision);
        StepsPerEpoch = data.BatchesPerEpoch(batchSize);
        state = new TrainingState(gpu, model, data, optimizer, batchSize, precision, labelSmoothing, average, Step, mean.Sums);
    }

    /// <summary>The recorded step. It returns nothing: a loss that is not watched is computed only as part of the means.</summary>
    public Recording Step { get; }

    public int StepsPerEpoch { get; }

    /// <summary>Steps queued since the start, those before a snapshot that it went on with among them.</summary>
    public long Steps => before + Step.Replays;

    /// <summary>Queues steps; waits only while three submits are pending.</summary>
    public void Run(int steps) => Step.Replay(steps);

    /// <summary>The means of the steps since the last reading; waits for them.</summary>
    /// <exception cref="NanException">A loss was not a finite number; the message names the first such step.</exception>
    public TrainingMetrics Read()
    {
        (int steps, int finite, float loss, float accuracy) = mean.Read();
        CheckFinite(steps, finite);
        read += steps;
        return new TrainingMetrics(read, (int)((Math.Max(1, read) - 1) / StepsPerEpoch) + 1, steps, loss, accuracy);
    }

    /// <summary>
    /// All that the steps to come depend on, after those that are queued; waits for them. It changes nothing: the run goes on to the same
    /// bits.
    /// </summary>
    /// <exception cref="NanException">A loss was not a finite number, so that nothing is worth to be kept.</exception>
    public Snapshot Capture()
    {
        Step.EndReplay();
        (int steps, int finite) = mean.Count();
        CheckFinite(steps, finite);
        return state.Capture(Steps, read);
    }

    /// <summary>
    /// Goes on from a snapshot, of this or of another trainer: the steps that follow have the bits that they would have had there. Refused
    /// unless it is of the same training; nothing is changed then.
    /// </summary>
    /// <exception cref="DataException">It is of another one; the message names the file and the tensor or setting.</exception>
    public void Restore(Snapshot snapshot)
    {
        Step.EndReplay();
        state.Restore(snapshot);
        before = snapshot.Step - Step.Replays;
        read = snapshot.Number("read");
    }

    void CheckFinite(int steps, int finite)
    {
        if (finite < steps)
        {
            throw new NanException(
                $"The loss of step {read + finite + 1} is not a finite number. " +
                $"Try a lower learning rate; VKLEARN_NAN=1 names the first op that made a NaN.");
        }
    }

    public void Dispose() => Step.Dispose();
}
