namespace VkLearn.Cli;

/// <summary>Standard output cannot be written to.</summary>
/// <param name="isClosed">Whether whoever reads it has ended, which is no fault: <c>vklearn .. | head -1</c>.</param>
sealed class OutputException(string message, bool isClosed) : IOException(message)
{
    const int OfBrokenPipe = 128 + 13; // as of a program that SIGPIPE ended

    public bool IsClosed => isClosed;

    public int ExitCode => OfBrokenPipe;
}
