namespace VkLearn.Tests;

/// <summary>Files of the repository that the tests were built from.</summary>
static class RepositoryRoot
{
    /// <param name="relative">A path from the root.</param>
    public static string Find(string relative)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "VkLearn.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(
            folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside their repository."), relative);
    }
}
