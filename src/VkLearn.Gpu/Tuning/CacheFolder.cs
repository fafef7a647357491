namespace VkLearn.Gpu;

/// <summary>Where what was found out about a device is kept between runs, unless the program names a place.</summary>
public static class CacheFolder
{
    public static string Default => Path.Combine(
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "vklearn");
}
