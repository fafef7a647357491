using Silk.NET.Vulkan;

namespace VkLearn.Gpu;

/// <summary>What an image is for once it is drawn.</summary>
public enum ImageUse
{
    /// <summary>Copied from; <see cref="GpuImage.ReadPixels"/> wants this.</summary>
    CopySource,
    /// <summary>Sampled by a fragment shader, such as a host engine's.</summary>
    Sampled,
}

/// <summary>What follows from a use.</summary>
internal static class ImageUses
{
    extension(ImageUse use)
    {
        public ImageLayout Layout => use switch
        {
            ImageUse.CopySource => ImageLayout.TransferSrcOptimal,
            _ => ImageLayout.ShaderReadOnlyOptimal,
        };
    }
}
