using Xunit;

namespace VkLearn.Tests;

/// <summary>Data sets that are not part of the repository and may lie beside it: a test that wants one is skipped where not.</summary>
static class SharedData
{
    /// <param name="relative">A path from the folder of data sets.</param>
    public static string Find(string relative)
    {
        string path = Path.Combine(RepositoryRoot.Find(".."), "shared", "data", relative);
        Assert.SkipUnless(File.Exists(path), $"there is no ../shared/data/{relative} beside the repository");
        return path;
    }
}
