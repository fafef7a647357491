using VkLearn.Gpu;

namespace VkLearn.Benchmarks;

/// <summary>The figures for a reader, a line as soon as it is known.</summary>
sealed class Table(Ceilings ceilings, TextWriter text)
{
    string lastOp = "";

    public void Head(DeviceInfo device)
    {
        text.WriteLine($"VkLearn kernel lab, {device.Name}, {device.Driver}, Vulkan {device.ApiVersion}, subgroup {device.SubgroupSize}");
        text.WriteLine($"ceiling  mul-add {ceilings.Flops.PerSecond / 1e9,9:0.0} GFLOP/s  ({ceilings.Flops.Launch})");
        text.WriteLine($"ceiling  copy    {ceilings.Bytes.PerSecond / 1e9,9:0.0} GB/s     ({ceilings.Bytes.Launch}; read and written)");
        text.WriteLine($"times    {Replays.Method}");
        text.WriteLine("error    largest, against the definition in float64; * is what the compiler takes; % of the nearer ceiling");
        text.WriteLine();
        text.WriteLine($"{"op",-18} {"size",-30}   {"kernel",-24} {"error",8} {"us",11} {"rate",17} {"ceiling",8}");
    }

    public void Line(Measured measured)
    {
        if (lastOp != "" && lastOp != measured.Op)
        {
            text.WriteLine();
        }

        lastOp = measured.Op;
        string error = measured.Error is { } value ? value.ToString("0.0e-00") : "";
        string rest = measured.IsRight
            ? $"{measured.Seconds * 1e6,11:0.0} {measured.Rate(ceilings),17} {measured.Share(ceilings),8}"
            : "  WRONG: not timed";
        string mark = measured.IsChosen ? "*" : " ";
        text.WriteLine($"{measured.Op,-18} {measured.Size,-30} {mark} {measured.Kernels,-24} {error,8} {rest}");
    }
}
