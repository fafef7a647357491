using System.Diagnostics;

namespace VkLearn.Cli;

/// <summary>How long it took from the start of the process to the end of the first step, and of that to load or draw the data.</summary>
sealed class StartUp
{
    TimeSpan data;
    TimeSpan? untilFirstStep;

    public double DataSeconds => data.TotalSeconds;

    /// <summary>Without the data; null while there was no step.</summary>
    public double? Seconds => (untilFirstStep - data)?.TotalSeconds;

    public T Load<T>(Func<T> load)
    {
        long begin = Stopwatch.GetTimestamp();
        T loaded = load();
        data = Stopwatch.GetElapsedTime(begin);
        return loaded;
    }

    /// <param name="firstStepAt">A timestamp of <see cref="Stopwatch"/>.</param>
    public void Ended(long? firstStepAt)
    {
        if (firstStepAt is { } at)
        {
            using Process process = Process.GetCurrentProcess();
            untilFirstStep = DateTime.Now - process.StartTime - Stopwatch.GetElapsedTime(at);
        }
    }
}
