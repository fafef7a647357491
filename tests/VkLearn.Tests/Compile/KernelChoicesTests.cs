using VkLearn.Compile;
using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Compile;

[Collection("gpu")]
public sealed class KernelChoicesTests(GpuFixture fixture)
{
    [Fact]
    public void WatchesAndFusionAreNoChoices()
    {
        string plain = Of(), watched = Of("layers.0:output", "layers.2:output", "layers.0.weight:gradient");

        Assert.Contains("layers.2:output: Gemm", plain);
        Assert.Null(KernelChoices.Difference(plain, watched));
        Assert.Null(KernelChoices.Difference(watched, plain));
    }

    [Fact]
    public void AnotherKernelOrAnotherSizeIsOne()
    {
        string lines = "a: Gemm 256 64 64\nMatMul: Gemm 256 32 32\nMatMul: GemmRow 64 1";

        Assert.Equal(("a: Gemm 256 64 64", "a: Gemm 256 32 32"), KernelChoices.Difference(lines, "a: Gemm 256 32 32"));
        Assert.Null(KernelChoices.Difference(lines, "MatMul: GemmRow 64 1\nb: GemmPlain 64"));
        Assert.Equal(("MatMul: Gemm 256 32 32", "MatMul: GemmPlain 64"), KernelChoices.Difference(lines, "MatMul: GemmPlain 64"));
    }

    string Of(params string[] watch)
    {
        Sequential model = new(new Dense(12, 16), new Gelu(), new Dense(16, 4));
        Adam adam = new(1e-3f);
        using Recording step = fixture.Gpu.Record(() =>
        {
            Tensor loss = Loss.SoftmaxCrossEntropy(model.Forward(Tensor.Ones([8, 12])), Tensor.From(new int[8], [8]));
            adam.Minimize(loss, of: model);
            return loss;
        }, watch: watch);
        return KernelChoices.Of(step);
    }
}
