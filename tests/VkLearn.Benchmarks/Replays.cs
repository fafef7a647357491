using System.Diagnostics;
using VkLearn.Gpu;

namespace VkLearn.Benchmarks;

/// <summary>
/// Times what a list does: many replays a submit, each after a barrier, the CPU's clock from the submit to its end, the median of several
/// submits. Nothing is subtracted.
/// </summary>
static class Replays
{
    const int FewestSubmits = 3, MostReplays = 4096;
    const double SecondsPerSubmit = 0.02; // a submit and its wait cost up to 0.1 ms

    /// <summary>How the times are made, for the head of a table.</summary>
    public static string Method =>
        $"median of {FewestSubmits} or more submits of about {SecondsPerSubmit * 1e3:0} ms, many replays a submit, each behind a barrier; "
        + "CPU clock, submit and wait included";

    /// <summary>Seconds of one replay.</summary>
    /// <param name="record">Records one replay.</param>
    /// <param name="seconds">How long to measure.</param>
    public static double Seconds(GpuDevice gpu, Action<CommandRecorder> record, double seconds)
    {
        using CommandRecorder recorder = gpu.BeginRecording("lab");
        record(recorder);
        using CommandList list = recorder.End();
        Submit(gpu, list, 1); // compiles
        int times = 1;
        for (double once = Submit(gpu, list, 1); once < SecondsPerSubmit && times < MostReplays; once = Submit(gpu, list, times))
        {
            times = Math.Min(MostReplays, times * (once < SecondsPerSubmit / 8 ? 4 : 2));
        }

        return Median(() => Submit(gpu, list, times), seconds) / times;
    }

    /// <summary>The median of what is measured again and again.</summary>
    public static double Median(Func<double> measure, double seconds)
    {
        List<double> measured = [];
        long begin = Stopwatch.GetTimestamp();
        while (measured.Count < FewestSubmits || Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds)
        {
            measured.Add(measure());
        }

        measured.Sort();
        return measured[measured.Count / 2];
    }

    /// <summary>Seconds from a submit of so many replays to their end.</summary>
    public static double Submit(GpuDevice gpu, CommandList list, int times)
    {
        long start = Stopwatch.GetTimestamp();
        gpu.Timeline.Wait(gpu.Timeline.Submit(list, times));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
