namespace VkLearn.Compile;

/// <summary>Does something when it is disposed: the end of a <c>using</c>.</summary>
sealed class Ending(Action end) : IDisposable
{
    public void Dispose() => end();
}
