using VkLearn.Gpu;

namespace VkLearn.Compile;

/// <summary>
/// What the environment asks of the compiler, to find a fault: VKLEARN_FUSE=0, VKLEARN_ALIAS=0, VKLEARN_RECOMPUTE=0,
/// VKLEARN_WALK=0 or a kernel, VKLEARN_GEMM=kernel, VKLEARN_CONV=kernel, VKLEARN_NAN=1, VKLEARN_DEBUG=1..4.
/// </summary>
static class Switches
{
    public static bool Fuse => Environment.GetEnvironmentVariable("VKLEARN_FUSE") != "0";
    public static bool Recompute => Environment.GetEnvironmentVariable("VKLEARN_RECOMPUTE") != "0";
    public static bool Alias => Environment.GetEnvironmentVariable("VKLEARN_ALIAS") != "0";

    /// <summary>
    /// The matrix product kernel to use wherever it can do the work: a row of <see cref="KernelTable"/>'s table, such as Gemm-32x32, or
    /// the shader of several, such as Gemm; the first of them that can.
    /// </summary>
    public static string? Gemm => Environment.GetEnvironmentVariable("VKLEARN_GEMM");

    /// <summary>
    /// The kernel to convolve with where the device can: Conv2dSubgroup, Conv2dPlain, or Conv2d, whose tile may be named, Conv2d-32x64.
    /// </summary>
    public static string? Conv => Environment.GetEnvironmentVariable("VKLEARN_CONV");

    public static bool Walk => WalkKernel != "0";

    /// <summary>The kernel to walk with where it can: Walk or WalkSubgroup.</summary>
    public static string? WalkKernel => Environment.GetEnvironmentVariable("VKLEARN_WALK");

    public static bool SearchNan => Environment.GetEnvironmentVariable("VKLEARN_NAN") == "1";

    static int Debug => int.TryParse(Environment.GetEnvironmentVariable("VKLEARN_DEBUG"), out int level) ? level : 0;

    /// <summary>
    /// Prints, to stderr, from level 1 the device and what walks store, 2 the kernels, 3 the plan and its memory, 4 the shaders' arguments.
    /// </summary>
    public static void Print(Recording recording, GpuDevice gpu)
    {
        int level = Debug;
        if (level >= 1)
        {
            Console.Error.WriteLine(
                $"{recording.Name} on {gpu.Info.Name} ({gpu.Info.Driver}): " +
                $"{recording.Dispatches} dispatches, {recording.Gflop:F3} GFLOP, " +
                $"{recording.Bytes} bytes, of which {recording.LiveSetBound} are needed at once");
        }

        foreach (KernelCommand walk in recording.Commands.OfType<KernelCommand>()
            .Where(kernel => level >= 1 && kernel.Walk is not null))
        {
            Console.Error.WriteLine($"  walk: {walk.Walk!.Value.StoredText(walk)}");
        }

        if (level >= 2)
        {
            foreach (var kernels in recording.Commands.OfType<KernelCommand>().GroupBy(kernel => kernel.Code.Name)
                .OrderBy(kernels => kernels.Key, StringComparer.Ordinal))
            {
                string arguments = level >= 4
                    ? $"({string.Join(", ", kernels.First().Code.Arguments.Select(a => $"{a.Kind} {a.Name} {a.Access}"))})"
                    : "";
                Console.Error.WriteLine($"  {kernels.Count()} x {kernels.Key}{arguments}");
            }
        }

        if (level >= 3)
        {
            Console.Error.WriteLine(PlanText.Of(recording.Commands, recording.BarrierBefore, isNumbered: true));
            Console.Error.WriteLine(recording.MemoryMap);
        }
    }
}
