namespace VkLearn.Gpu;

/// <summary>There is no Vulkan loader, no driver, or no device that VkLearn can use.</summary>
/// <param name="message">What to do about it.</param>
/// <param name="reasons">Why each device was refused, if there are any.</param>
public sealed class NoDeviceException(string message, IReadOnlyList<string> reasons)
    : Exception(string.Join("\n  ", [message, .. reasons]))
{
    public const string Install = "On Debian: apt-get install libvulkan1 mesa-vulkan-drivers.";

    /// <summary>One line for each device that was refused.</summary>
    public IReadOnlyList<string> Reasons { get; } = reasons;
}
