namespace VkLearn.Cli;

/// <summary>A command that was to be compared with does not run.</summary>
sealed class PeerException(string message, Exception? cause = null) : Exception(message, cause);
