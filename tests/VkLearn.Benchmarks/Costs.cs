using VkLearn.Gpu;

namespace VkLearn.Benchmarks;

/// <summary>What the driver takes for any work at all: a dispatch of one workgroup, a barrier, a submit and the wait for it.</summary>
static class Costs
{
    const int Dispatches = 64;

    public static IEnumerable<Measured> Measure(GpuDevice gpu, double seconds)
    {
        using GpuBuffer y = gpu.Memory.Allocate(64 * sizeof(float), "cost");
        Launch one = new(gpu, "MulAdd.comp", 1, 64, [("CHAINS", 1)], [y, 64u, 0u, 1f, 1f]);
        double dispatch = Replays.Seconds(gpu, recorder => Repeat(recorder, one, barrier: false), seconds) / Dispatches;
        double behind = Replays.Seconds(gpu, recorder => Repeat(recorder, one, barrier: true), seconds) / Dispatches;
        yield return Cost("dispatch of one workgroup", dispatch);
        yield return Cost("the same behind a barrier", behind);
        yield return Cost("submit and wait, one dispatch", SubmitAndWait(gpu, one.Record, seconds));
    }

    static void Repeat(CommandRecorder recorder, Launch launch, bool barrier)
    {
        for (int i = 0; i < Dispatches; i++)
        {
            launch.Record(recorder);
            if (barrier)
            {
                recorder.Barrier();
            }
        }
    }

    static double SubmitAndWait(GpuDevice gpu, Action<CommandRecorder> record, double seconds)
    {
        using CommandRecorder recorder = gpu.BeginRecording("cost");
        record(recorder);
        using CommandList list = recorder.End();
        Replays.Submit(gpu, list, 1);
        return Replays.Median(() => Replays.Submit(gpu, list, 1), seconds);
    }

    static Measured Cost(string what, double seconds) => new("Cost", what, "", IsChosen: true) { Seconds = seconds };
}
