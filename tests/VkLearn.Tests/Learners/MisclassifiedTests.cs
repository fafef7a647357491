using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners;

[Collection("gpu")]
public sealed class MisclassifiedTests(GpuFixture fixture)
{
    [Fact]
    public void KeepsTheLatestMistakesFirst()
    {
        var gpu = fixture.Gpu;
        State images = new("images", [4, 2]), labels = new("labels", [4], type: DType.Int32), taken = new("taken", [4], type: DType.Int32);
        using Recording batch = gpu.Record(() => [images.Value, labels.Value, taken.Value]);
        using Misclassified wrong = new(gpu, Tensor.At(gpu, images.Memory!.Value), Tensor.At(gpu, labels.Memory!.Value),
            Tensor.At(gpu, taken.Memory!.Value), count: 3);
        Assert.Equal([0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1], Look(look: false));

        (images, labels, taken).Load([1, 1, 2, 2, 3, 3, 4, 4], [0, 1, 2, -1], [0, 7, 2, 5]); // a row of padding is no mistake
        Assert.Equal([2, 2, 0, 0, 0, 0, 1, -1, -1, 7, -1, -1], Look());

        (images, labels, taken).Load([5, 5, 6, 6, 7, 7, 8, 8], [0, 1, 2, 3], [0, 1, 9, 0]);
        Assert.Equal([7, 7, 8, 8, 2, 2, 2, 3, 1, 9, 0, 7], Look());

        (images, labels, taken).Load([9, 9, 10, 10, 11, 11, 12, 12], [9, 9, 9, 9], [9, 9, 9, 8]);
        Assert.Equal([12, 12, 7, 7, 8, 8, 9, 2, 3, 8, 9, 0], Look());

        wrong.Clear();
        Assert.Equal([0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1], Look(look: false));

        float[] Look(bool look = true)
        {
            if (look)
            {
                wrong.Look();
            }

            using Recording read = gpu.Record(() =>
            [
                Tensor.At(gpu, wrong.Images) * 1f, Tensor.At(gpu, wrong.Labels).Cast(DType.Float32),
                Tensor.At(gpu, wrong.Predictions).Cast(DType.Float32),
            ]);
            read.Replay();
            return [.. read.Results.SelectMany(result => result.ToArray())];
        }
    }
}

file static class Batches
{
    extension((State Images, State Labels, State Taken) batch)
    {
        public void Load(float[] images, float[] labels, float[] taken)
        {
            batch.Images.Load(images);
            batch.Labels.Load(labels);
            batch.Taken.Load(taken);
        }
    }
}
