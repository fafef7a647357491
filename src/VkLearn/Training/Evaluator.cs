using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Ops;
using VkLearn.Optimizers;

namespace VkLearn.Training;

/// <summary>How a model does on a whole data set.</summary>
/// <param name="Accuracy">The share of items whose largest logit is the label's.</param>
/// <param name="Loss">The mean softmax cross entropy, in nats.</param>
public readonly record struct EvaluationMetrics(float Accuracy, float Loss, int Count);

/// <summary>
/// Evaluates a classifier on a data set, by a recording of its own; counts on the device, and reads two numbers at the end.
/// </summary>
public sealed class Evaluator : IDisposable
{
    readonly State correct = new("correct", []), loss = new("loss sum", []);
    readonly int count;

    /// <param name="model">[batch, ..item] to logits [batch, classes].</param>
    /// <param name="average">Of the model's parameters, to evaluate in their place; null: themselves.</param>
    public Evaluator(GpuDevice gpu, Layer model, Dataset data, int batchSize = 256, WeightAverage? average = null)
    {
        batchSize = Math.Min(batchSize, data.Count);
        (count, Batches) = (data.Count, (data.Count + batchSize - 1) / batchSize);
        Step = gpu.Record(() =>
        {
            (Tensor item, Tensor label) = data.NextBatch(batchSize);
            Tensor logits = average?.Forward(model, item) ?? model.Forward(item);
            correct.Assign(correct.Value + logits.Correct(label));
            loss.Assign(loss.Value + new SoftmaxCrossEntropy().Apply(logits, label)[0].Sum());
        }, training: false, name: "evaluation step");
    }

    /// <summary>The recorded evaluation of a batch; after <see cref="Begin"/>, <see cref="Batches"/> replays go through the whole set.
    /// </summary>
    public Recording Step { get; }

    public int Batches { get; }

    /// <summary>Goes through the whole set once and waits for the result.</summary>
    public EvaluationMetrics Run()
    {
        Begin();
        Step.Replay(Batches);
        return Read();
    }

    /// <summary>Forgets what was counted.</summary>
    public void Begin()
    {
        correct.Load([0]);
        loss.Load([0]);
    }

    /// <summary>What was counted, once the whole set was gone through; waits for it.</summary>
    public EvaluationMetrics Read() => new(correct.ToArray()[0] / count, loss.ToArray()[0] / count, count);

    public void Dispose() => Step.Dispose();
}
