using VkLearn.Gpu;

namespace VkLearn.Data;

public static class FirstItems
{
    extension(Dataset set)
    {
        /// <summary>A data set's first items, as its batches have them, as a constant: [count, ..item]. Where there are fewer, the rest are
        /// whatever evaluation fills a batch up with. It takes nothing away from those who go through the set.</summary>
        public Tensor First(GpuDevice gpu, int count)
        {
            Dataset taken = set.Take(isTraining: false);
            using Recording recording = gpu.Record(() => taken.NextBatch(count).Input, training: false, name: "first items");
            recording.Replay();
            Tensor first = Tensor.From(recording.Result.ToArray(), recording.Result.Shape);
            taken.GiveBack(isTraining: false);
            return first;
        }
    }
}
