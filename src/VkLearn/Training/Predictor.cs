using VkLearn.Data;
using VkLearn.Gpu;
using VkLearn.Ops;

namespace VkLearn.Training;

/// <summary>A classifier's answers to the items of a data set, by a recording of its own.</summary>
public sealed class Predictor : IDisposable
{
    readonly Dataset data;
    readonly Recording step;

    /// <param name="model">[batch, ..item] to logits [batch, classes].</param>
    /// <exception cref="ArgumentException">The model does not fit the data; the message says where and what would.</exception>
    public Predictor(GpuDevice gpu, Layer model, Dataset data, int batchSize = 256)
    {
        this.data = data;
        step = gpu.Record(() => model.Forward(data.NextBatch(Math.Min(batchSize, data.Count))[data.Fields[0].Name]).Softmax(),
            training: false, name: "inference step");
    }

    /// <summary>Each item's probabilities, by class, in the data's order. To be run to its end.</summary>
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
