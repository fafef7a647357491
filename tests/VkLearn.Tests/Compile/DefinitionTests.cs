using VkLearn.Compile;
using VkLearn.Layers;
using VkLearn.Optimizers;
using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>What is kept of definitions, and what is not traced for them.</summary>
[Collection("gpu")]
public sealed class DefinitionTests(GpuFixture fixture)
{
    /// <summary>Each of these definitions has a table of a megabyte in it.</summary>
    [Fact]
    public void EverNewShapesDoNotFillMemory()
    {
        for (int size = 480; size < 570; size++)
        {
            Tensor image = Tensor.Zeros([1, 1, size, size]);
            Definition.Of(new VkLearn.Ops.MaxPool2dOp(new Window(1, 1)), [image.TensorType]);
        }

        Assert.InRange(Definition.Kept, 1, 80 << 20);
    }

    /// <summary>An update of many parameters is as many definitions long; its types are known without.</summary>
    [Fact]
    public void AnUpdateIsNotTracedForItsTypes()
    {
        using Sequential model = new([.. Enumerable.Range(0, 600).Select(_ => new Dense(4, 4))]);
        using Adam adam = new(0.1f);
        long before = Definition.Kept;
        fixture.Gpu.Trace(() => adam.Minimize(model.Forward(Tensor.Ones([1, 4])).Sum(), model));
        Assert.InRange(Definition.Kept - before, 0, 1 << 20);
    }
}
