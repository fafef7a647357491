using System.Diagnostics;
using System.Text.Json;
using VkLearn.Gpu;

namespace VkLearn.Cli;

/// <summary>A workload's time on a device.</summary>
/// <param name="Ms">The median step, in milliseconds.</param>
/// <param name="Min">The fastest step, in milliseconds.</param>
/// <param name="Steps">How many were timed.</param>
/// <param name="Dispatches">Kernels of a step.</param>
/// <param name="Gflops">Of the matrix products, billions a second in the median step.</param>
/// <param name="DeviceBytes">All that lies on the device.</param>
/// <param name="PlanBytes">Of these what the step itself takes: intermediates, gradients, constants.</param>
/// <param name="LiveSetBound">The most of these that are needed at once.</param>
sealed record Measurement(string Workload, string Device, double Ms, double Min, int Steps, int Dispatches, double Gflops,
    long DeviceBytes, long PlanBytes, long LiveSetBound)
{
    const int WarmUpSteps = 5, FewestSteps = 5, MostSteps = 500;

    /// <summary>Times a workload on a device of its own, step by step, each waited for.</summary>
    /// <param name="longest">How long, but not less than a few steps.</param>
    public static Measurement Of(Workload workload, string? device, TimeSpan longest)
    {
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions { Device = device });
        using Recording recording = workload.Record(gpu);
        for (int i = 0; i < WarmUpSteps; i++)
        {
            Step();
        }

        List<double> times = [];
        long begin = Stopwatch.GetTimestamp();
        while (times.Count < FewestSteps || (times.Count < MostSteps && Stopwatch.GetElapsedTime(begin) < longest))
        {
            long start = Stopwatch.GetTimestamp();
            Step();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        double median = times[times.Count / 2];
        return new Measurement(workload.Name, gpu.Info.Name, median, times[0], times.Count, recording.Dispatches,
            recording.Gflop / (median / 1e3), gpu.Memory.Statistics.BytesInUse, recording.Bytes, recording.LiveSetBound);

        void Step()
        {
            recording.Replay();
            if (workload.ReadsResult)
            {
                recording.Result.ToArray();
            }
            else
            {
                recording.Wait();
            }
        }
    }

    public void Write(Utf8JsonWriter line)
    {
        line.WriteString("peer", "vklearn");
        line.WriteString("workload", Workload);
        line.WriteString("device", Device);
        line.WriteNumber("ms", Math.Round(Ms, 4));
        line.WriteNumber("min", Math.Round(Min, 4));
        line.WriteNumber("steps", Steps);
        line.WriteNumber("dispatches", Dispatches);
        line.WriteNumber("gflops", Math.Round(Gflops, 3));
        line.WriteNumber("deviceBytes", DeviceBytes);
        line.WriteNumber("planBytes", PlanBytes);
        line.WriteNumber("liveSetBound", LiveSetBound);
    }

    public override string ToString() =>
        $"{Workload,-24} {Ms,9:0.0000} ms (min {Min:0.0000}) of {Steps} steps, {Dispatches} dispatches, {Gflops:0.0} GFLOP/s, "
        + $"{DeviceBytes / (double)(1 << 20):0.0} MiB";
}
