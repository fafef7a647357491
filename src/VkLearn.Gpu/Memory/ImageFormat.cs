using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>Four bytes a pixel, in the order of the name; every device that draws has all of them.</summary>
public enum ImageFormat
{
    Rgba8,
    Bgra8,
    /// <summary>Encodes to sRGB what shaders write: they must write linear values.</summary>
    Rgba8Srgb,
    /// <inheritdoc cref="Rgba8Srgb"/>
    Bgra8Srgb,
}

/// <summary>What follows from a format.</summary>
public static class ImageFormats
{
    extension(ImageFormat format)
    {
        /// <summary>Whether the device encodes to sRGB when it writes a pixel.</summary>
        public bool IsSrgb => format is ImageFormat.Rgba8Srgb or ImageFormat.Bgra8Srgb;

        internal bool IsBlueFirst => format is ImageFormat.Bgra8 or ImageFormat.Bgra8Srgb;

        internal Format Vulkan => format switch
        {
            ImageFormat.Rgba8 => Format.R8G8B8A8Unorm,
            ImageFormat.Bgra8 => Format.B8G8R8A8Unorm,
            ImageFormat.Rgba8Srgb => Format.R8G8B8A8Srgb,
            _ => Format.B8G8R8A8Srgb,
        };
    }
}
