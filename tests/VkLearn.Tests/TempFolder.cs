namespace VkLearn.Tests;

/// <summary>Folders for what tests write, within one of this process that goes when the process does.</summary>
static class TempFolder
{
    static readonly DirectoryInfo all = Directory.CreateTempSubdirectory("vklearn-tests-");
    static int made;

    static TempFolder() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Delete();

    /// <summary>An empty folder of its own.</summary>
    public static string New() => all.CreateSubdirectory($"{Interlocked.Increment(ref made)}").FullName;

    static void Delete()
    {
        try
        {
            all.Delete(recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{all} stays: {failure.Message}"); // tests that passed are not to fail by it
        }
    }
}
