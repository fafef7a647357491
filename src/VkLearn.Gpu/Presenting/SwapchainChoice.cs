using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>What of all that a window offers its swapchain takes.</summary>
internal static class SwapchainChoice
{
    /// <exception cref="NotSupportedException">The window shows only what is drawn on it directly.</exception>
    public static void RequireCopies(in SurfaceCapabilitiesKHR can)
    {
        if (!can.SupportedUsageFlags.HasFlag(ImageUsageFlags.TransferDstBit))
        {
            throw new NotSupportedException($"The window's images cannot be copied to, only: {can.SupportedUsageFlags}. Draw off screen.");
        }
    }

    /// <summary>Bytes as they are first, since shaders write sRGB-encoded values; else those that the device encodes.</summary>
    /// <exception cref="NotSupportedException">The window has none of our formats.</exception>
    public static ImageFormat Format(ReadOnlySpan<SurfaceFormatKHR> offered)
    {
        foreach (ImageFormat format in (ReadOnlySpan<ImageFormat>)
            [ImageFormat.Bgra8, ImageFormat.Rgba8, ImageFormat.Bgra8Srgb, ImageFormat.Rgba8Srgb])
        {
            foreach (SurfaceFormatKHR surface in offered)
            {
                if (surface.Format == format.Vulkan && surface.ColorSpace == ColorSpaceKHR.SpaceSrgbNonlinearKhr)
                {
                    return format;
                }
            }
        }
        throw new NotSupportedException(
            "The window shows no 8-bit sRGB pixels. It offers: " +
            string.Join(", ", offered.ToArray().Select(static surface => $"{surface.Format} in {surface.ColorSpace}")) +
            ". Draw off screen.");
    }

    /// <summary>Without waiting for the screen, newer frames replace those not shown yet where that can be, else tear them.</summary>
    public static PresentModeKHR Mode(ReadOnlySpan<PresentModeKHR> offered, bool waitsForScreen) =>
        waitsForScreen ? PresentModeKHR.FifoKhr // every device has it
        : offered.Contains(PresentModeKHR.MailboxKhr) ? PresentModeKHR.MailboxKhr
        : offered.Contains(PresentModeKHR.ImmediateKhr) ? PresentModeKHR.ImmediateKhr
        : PresentModeKHR.FifoKhr;

    /// <summary>The window's own size, where it has one; else that asked for, within what it takes.</summary>
    public static Extent2D Size(in SurfaceCapabilitiesKHR can, int width, int height) =>
        can.CurrentExtent.Width != uint.MaxValue ? can.CurrentExtent : new(
            Math.Clamp((uint)width, can.MinImageExtent.Width, can.MaxImageExtent.Width),
            Math.Clamp((uint)height, can.MinImageExtent.Height, can.MaxImageExtent.Height));

    /// <summary>One more than the window holds back, so that there is one to copy to.</summary>
    public static uint ImageCount(in SurfaceCapabilitiesKHR can) =>
        can.MaxImageCount == 0 ? can.MinImageCount + 1 : Math.Min(can.MinImageCount + 1, can.MaxImageCount);

    /// <summary>A window that one does not see through, where that can be asked for; else the first way that there is.</summary>
    public static CompositeAlphaFlagsKHR Alpha(in SurfaceCapabilitiesKHR can)
    {
        CompositeAlphaFlagsKHR offered = can.SupportedCompositeAlpha;
        return offered.HasFlag(CompositeAlphaFlagsKHR.OpaqueBitKhr) ? CompositeAlphaFlagsKHR.OpaqueBitKhr
            : (CompositeAlphaFlagsKHR)((uint)offered & ~((uint)offered - 1)); // its lowest bit
    }
}
