using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;

/// <summary>A step of a workload, five times to warm up and then for four seconds: one JSON line.</summary>
static class Timed
{
    public static void Run(string workload, Action step)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        string? threads = Environment.GetEnvironmentVariable("THREADS");
        set_num_threads(threads is null ? Environment.ProcessorCount : int.Parse(threads));
        for (int i = 0; i < 5; i++) Scoped();
        List<double> times = [];
        long begin = Stopwatch.GetTimestamp();
        while (times.Count < 5 || (times.Count < 500 && Stopwatch.GetElapsedTime(begin).TotalSeconds < 4))
        {
            long start = Stopwatch.GetTimestamp();
            Scoped();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        times.Sort();
        Console.WriteLine($"{{\"peer\":\"torchsharp-cpu\",\"workload\":\"{workload}\",\"ms\":{times[times.Count / 2]:F4},"
            + $"\"min\":{times[0]:F4},\"steps\":{times.Count}}}");

        void Scoped()
        {
            using var scope = NewDisposeScope();
            step();
        }
    }
}
