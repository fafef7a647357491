namespace VkLearn.Benchmarks;

/// <summary>What a driver's compiler made of a kernel.</summary>
/// <param name="Width">Invocations that an instruction works on.</param>
/// <param name="Statistics">The driver's own figures by the driver's own names.</param>
/// <param name="Assembly">The instructions as text.</param>
sealed record Executable(uint Width, IReadOnlyDictionary<string, long> Statistics, string Assembly)
{
    /// <summary>Of AMD's those of an invocation, of Intel's those that an instruction's invocations hold at once.</summary>
    public long? Registers => Find("VGPRs", "Max live registers");

    public long? SharedBytes => Find("LDS size", "Workgroup Memory Size");

    /// <summary>Values that did not find a register, and bytes of memory for such.</summary>
    public long Spills => (Find("Spilled VGPRs", "Spill Count") ?? 0) + (Find("Spilled SGPRs") ?? 0);

    /// <summary>How many subgroups a SIMD of an AMD holds at once: what hides the time that memory takes.</summary>
    public long? Waves => Find("Subgroups per SIMD");

    /// <summary>The compiler's own estimate, to be compared on one device and at one width only.</summary>
    public long? Cycles => Find("Inverse Throughput", "Cycle Count");

    long? Find(params string[] names) =>
        names.Where(Statistics.ContainsKey).Select(name => (long?)Statistics[name]).FirstOrDefault();
}
