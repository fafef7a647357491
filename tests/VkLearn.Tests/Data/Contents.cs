using VkLearn.Data;
using VkLearn.Gpu;

namespace VkLearn.Tests.Data;

/// <summary>What a data set holds, read back as evaluation sees it.</summary>
static class Contents
{
    extension(Dataset data)
    {
        /// <summary>A column's values, item after item.</summary>
        public float[] Values(GpuDevice gpu, string column)
        {
            using Recording all = gpu.Record(() => data.NextBatch(data.Count)[column], training: false);
            all.Replay();
            return all.Result.ToArray();
        }
    }
}
