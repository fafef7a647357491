using Silk.NET.Vulkan;
using VkLearn.Gpu;
using Xunit;

namespace VkLearn.Tests.Gpu;

public sealed class SwapchainChoiceTests
{
    static readonly SurfaceFormatKHR
        bgra = new(Format.B8G8R8A8Unorm), rgba = new(Format.R8G8B8A8Unorm), srgb = new(Format.R8G8B8A8Srgb),
        half = new(Format.R16G16B16A16Sfloat, ColorSpaceKHR.SpaceExtendedSrgbLinearExt),
        wide = new(Format.B8G8R8A8Unorm, ColorSpaceKHR.SpaceDisplayP3NonlinearExt);

    [Fact]
    public void TakesBytesAsTheyAreFirst()
    {
        Assert.Equal(ImageFormat.Bgra8, SwapchainChoice.Format([half, srgb, rgba, bgra]));
        Assert.Equal(ImageFormat.Rgba8, SwapchainChoice.Format([wide, srgb, rgba]));
        Assert.Equal(ImageFormat.Rgba8Srgb, SwapchainChoice.Format([wide, srgb]));
        Assert.Equal(
            $"The window shows no 8-bit sRGB pixels. It offers: B8G8R8A8Unorm in {wide.ColorSpace}, " +
            $"R16G16B16A16Sfloat in {half.ColorSpace}. Draw off screen.",
            Assert.Throws<NotSupportedException>(() => SwapchainChoice.Format([wide, half])).Message);
    }

    [Theory]
    [InlineData(true, PresentModeKHR.FifoKhr, PresentModeKHR.FifoKhr, PresentModeKHR.MailboxKhr)]
    [InlineData(false, PresentModeKHR.MailboxKhr, PresentModeKHR.ImmediateKhr, PresentModeKHR.FifoKhr, PresentModeKHR.MailboxKhr)]
    [InlineData(false, PresentModeKHR.ImmediateKhr, PresentModeKHR.FifoKhr, PresentModeKHR.ImmediateKhr)]
    [InlineData(false, PresentModeKHR.FifoKhr, PresentModeKHR.FifoRelaxedKhr, PresentModeKHR.FifoKhr)]
    public void FollowsTheScreenOrNot(bool waitsForScreen, PresentModeKHR expected, params PresentModeKHR[] offered) =>
        Assert.Equal(expected, SwapchainChoice.Mode(offered, waitsForScreen));

    [Fact]
    public void TakesTheWindowsSizeOrTheOneAskedFor()
    {
        SurfaceCapabilitiesKHR x11 = new(currentExtent: new(640, 480)), wayland = new(
            currentExtent: new(uint.MaxValue, uint.MaxValue), minImageExtent: new(10, 20), maxImageExtent: new(1000, 2000));
        Assert.Equal((640u, 480u), Size(x11, 800, 600));
        Assert.Equal((800u, 600u), Size(wayland, 800, 600));
        Assert.Equal((10u, 2000u), Size(wayland, 5, 3000));
    }

    [Theory, InlineData(3, 0, 4), InlineData(2, 8, 3), InlineData(2, 2, 2)]
    public void HasOneImageMoreThanIsHeldBack(uint least, uint most, uint expected) =>
        Assert.Equal(expected, SwapchainChoice.ImageCount(new(minImageCount: least, maxImageCount: most)));

    [Fact]
    public void HidesWhatIsBehind()
    {
        const CompositeAlphaFlagsKHR inherit = CompositeAlphaFlagsKHR.InheritBitKhr, post = CompositeAlphaFlagsKHR.PostMultipliedBitKhr;
        Assert.Equal(CompositeAlphaFlagsKHR.OpaqueBitKhr,
            SwapchainChoice.Alpha(new(supportedCompositeAlpha: inherit | CompositeAlphaFlagsKHR.OpaqueBitKhr)));
        Assert.Equal(post, SwapchainChoice.Alpha(new(supportedCompositeAlpha: inherit | post)));
    }

    [Fact]
    public void RefusesAWindowThatTakesNoCopies() => Assert.Equal(
        "The window's images cannot be copied to, only: ColorAttachmentBit. Draw off screen.",
        Assert.Throws<NotSupportedException>(() =>
            SwapchainChoice.RequireCopies(new(supportedUsageFlags: ImageUsageFlags.ColorAttachmentBit))).Message);

    static (uint, uint) Size(SurfaceCapabilitiesKHR can, int width, int height)
    {
        Extent2D size = SwapchainChoice.Size(can, width, height);
        return (size.Width, size.Height);
    }
}
