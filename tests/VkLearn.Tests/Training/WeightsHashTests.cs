using System.Security.Cryptography;
using System.Text;
using VkLearn.Layers;
using VkLearn.Training;
using Xunit;

namespace VkLearn.Tests.Training;

[Collection("gpu")]
public sealed class WeightsHashTests(GpuFixture fixture)
{
    [Fact]
    public void IsOverNamesSizesAndValuesInOrdinalOrder()
    {
        Dense dense = new(2, 3);
        using Recording recording = fixture.Gpu.Record(() => dense.Forward(Tensor.Ones([1, 2])));
        dense.Weight.Load([1, 2, 3, 4, 5, 6]);
        dense.Bias!.Load([7, 8, 9]);
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes, Encoding.UTF8);
        writer.Write("bias"u8);
        Array.ForEach([1, 3], writer.Write);
        Array.ForEach([7f, 8f, 9f], writer.Write);
        writer.Write("weight"u8);
        Array.ForEach([2, 2, 3], writer.Write);
        Array.ForEach([1f, 2f, 3f, 4f, 5f, 6f], writer.Write);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())), WeightsHash.Of(dense));
    }
}
