namespace VkLearn.Formats;

/// <summary>A data file that cannot be used. The message names the file, what was found at which byte, and what would be right.</summary>
public sealed class DataException(string path, string found, Exception? cause = null) : Exception($"{path}: {found}", cause)
{
    /// <summary>The file or directory at fault.</summary>
    public string Path { get; } = path;
}
