using Silk.NET.Vulkan;
using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Gpu;

public sealed class VulkanExceptionTests
{
    [Fact]
    public void NamesCallAndResult()
    {
        VulkanException failure = Assert.Throws<VulkanException>(
            static () => VulkanException.Check(Result.ErrorOutOfDeviceMemory,
                "handles.Vk.CreateBuffer(handles.Device, &info, null, out buffer)"));
        Assert.Equal("vk.CreateBuffer failed: ErrorOutOfDeviceMemory (-2)", failure.Message);
        Assert.Equal((Result.ErrorOutOfDeviceMemory, "vk.CreateBuffer"), (failure.Result, failure.Call));
    }

    [Fact]
    public void ALostDeviceHasItsOwnType()
    {
        var failure = Assert.Throws<DeviceLostException>(
            static () => VulkanException.Check(Result.ErrorDeviceLost, "vk.WaitSemaphores(x)"));
        Assert.StartsWith("vk.WaitSemaphores failed: ErrorDeviceLost (-4). ", failure.Message);
    }

    [Theory, InlineData(Result.Success), InlineData(Result.Incomplete), InlineData(Result.NotReady)]
    public void AnswersAreNotFailures(Result result) => VulkanException.Check(result);
}
