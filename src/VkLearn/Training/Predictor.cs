using VkLearn.Data;
using VkLearn.Gpu;

namespace VkLearn.Training;

/// <summary>A learner's answers to the items of a data set, by a recording of its own.</summary>
public sealed class Predictor : IDisposable
{
    readonly Dataset data;
    readonly Recording step;

    /// <param name="data">Its first column is what is asked.</param>
    /// <exception cref="ArgumentException">The learner does not fit the data; the message says where and what would.</exception>
    public Predictor(GpuDevice gpu, Learner learner, Dataset data, int batchSize = 256)
    {
        this.data = data;
        step = gpu.Record(() => learner.Answer(data.NextBatch(Math.Min(batchSize, data.Count)).Input),
            training: false, name: "inference step");
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
