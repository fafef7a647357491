using VkLearn.Compile;
using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Compile;

/// <summary>A CPU driver that is taken for a GPU: the kernels and workgroups that are chosen there compute the same, to rounding.</summary>
[Collection("gpu")]
public sealed class AsOnAGpuTests(PlainGpu plain)
{
    [Theory, InlineData("mlp-sgd-momentum"), InlineData("norms"), InlineData("sequences"), InlineData("gather-scatter")]
    public void ComputesTheSame(string name)
    {
        List<GpuMessage> messages = [];
        using (GpuDevice gpu = GpuDevice.Open(new GpuOptions { Validation = true, Message = messages.Add, Told = TakenForAGpu }))
        {
            double[] expected = Array.ConvertAll(Values(plain.Gpu, name), static value => (double)value);
            double error = OpCheck.Error(Values(gpu, name), expected, floor: 1);
            Assert.True(error < 1e-4, $"{name} differs by {error:g3}");
        }

        Assert.Empty(messages);
    }

    static DeviceInfo TakenForAGpu(DeviceInfo info) => info with { Type = "discrete", Vendor = "AMD", SubgroupSize = 64 };

    static float[] Values(GpuDevice gpu, string name)
    {
        using Model model = Models.Record(gpu, name);
        model.Step.Replay(3);
        IEnumerable<ShaderCode> shaders = model.Step.Commands.OfType<KernelCommand>().Select(kernel => kernel.Code);
        Assert.DoesNotContain(shaders, shader => shader.UsesSubgroups && gpu.Info.Class != DeviceClass.CpuDriver);
        return model.Values;
    }
}
