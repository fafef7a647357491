using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Ops;

namespace VkLearn.Training;

/// <summary>The answers of a learner, or of a classifier's model, to the items of a data set, by a recording of its own.</summary>
public sealed class Predictor : IDisposable
{
    readonly Dataset data;
    readonly Recording step;

    /// <param name="data">Its first column is what is asked.</param>
    /// <exception cref="ArgumentException">The learner does not fit the data; the message says where and what would.</exception>
    public Predictor(GpuDevice gpu, Learner learner, Dataset data, int batchSize = 256) : this(gpu, learner.Answer, data, batchSize) { }

    /// <param name="model">[batch, ..item] to logits [batch, classes]; the answers are their softmax, probabilities.</param>
    /// <param name="data">Its first column is what is asked.</param>
    /// <exception cref="ArgumentException">The model does not fit the data; the message says where and what would.</exception>
    public Predictor(GpuDevice gpu, Layer model, Dataset data, int batchSize = 256)
        : this(gpu, items => model.Forward(items).Softmax(), data, batchSize) { }

    Predictor(GpuDevice gpu, Func<Tensor, Tensor> answer, Dataset data, int batchSize)
    {
        this.data = data;
        step = gpu.Record(() => answer(data.NextBatch(Math.Min(batchSize, data.Count)).Input), training: false, name: "inference step");
    }

    /// <summary>The answer to each item, such as its probabilities by class, in the data's order. To be run to its end.</summary>
    public IEnumerable<float[]> Run()
    {
        int batch = step.Result.Shape[0], classes = step.Result.Cols;
        for (int first = 0; first < data.Count; first += batch)
        {
            step.Replay();
            foreach (float[] item in step.Result.ToArray().Chunk(classes).Take(data.Count - first))
            {
                yield return item;
            }
        }
    }

    public void Dispose() => step.Dispose();
}
