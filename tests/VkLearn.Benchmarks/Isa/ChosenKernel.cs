using VkLearn.Cli;
using VkLearn.Compile;
using VkLearn.Gpu;

namespace VkLearn.Benchmarks;

/// <summary>A kernel that our tables choose on a device for some of what <c>vklearn bench</c> times.</summary>
/// <param name="Name">Its shader, its local size, and its constants but those of a fused program.</param>
sealed record ChosenKernel(string Name, SpecializedCode Code)
{
    /// <summary>Beside the workloads, what none of them is large enough for.</summary>
    static readonly Workload large = new("gemm-2048",
        gpu => gpu.Record(() => Tensor.Uniform([2048, 2048]).MatMul(Tensor.Uniform([2048, 2048]))));

    /// <summary>Each once. Chosen as on that device, by a CPU's, where the workloads can be recorded.</summary>
    public static IReadOnlyList<ChosenKernel> On(DeviceInfo device, string[] names)
    {
        DeviceInfo cpu = GpuDevice.Enumerate().First(listed => listed.Type == "cpu");
        DeviceLimits limits = device.Limits with { AllocationBytes = cpu.Limits.AllocationBytes };
        using GpuDevice gpu = GpuDevice.Open(new GpuOptions
        {
            Device = $"{cpu.Index}",
            Choices = "off",
            Told = _ => device with { MemoryBytes = cpu.MemoryBytes, Limits = limits },
        });
        return [.. Workload.Asked(names).Append(large).SelectMany(workload => Of(workload, gpu)).Distinct()
            .OrderBy(kernel => kernel.Name, StringComparer.Ordinal)];
    }

    static IReadOnlyList<ChosenKernel> Of(Workload workload, GpuDevice gpu)
    {
        using Recording recording = workload.Record(gpu);
        return [.. recording.Commands.OfType<KernelCommand>()
            .Select(kernel => new ChosenKernel(NameOf(kernel.Specialized), kernel.Specialized))];
    }

    static string NameOf(SpecializedCode code)
    {
        IEnumerable<string> constants = code.Code.Constants.Where(constant => !constant.IsLocalSize && !IsOfProgram(constant.Name))
            .Select(constant => (constant.Name, Value: code[constant.Name], constant.Default))
            .Where(constant => constant.Value != constant.Default).Select(constant => $"{constant.Name} {constant.Value}");
        return $"{Path.GetFileNameWithoutExtension(code.Code.Name)} {string.Join(' ', constants)}".TrimEnd();
    }

    static bool IsOfProgram(string constant) =>
        constant == "OUTPUT" || constant.StartsWith("STEP", StringComparison.Ordinal)
        || constant.StartsWith("ACCESS", StringComparison.Ordinal);
}
