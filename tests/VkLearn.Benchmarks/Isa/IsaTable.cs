using VkLearn.Gpu;

namespace VkLearn.Benchmarks;

/// <summary>A line a kernel: what the compiler of a GPU made of it.</summary>
static class IsaTable
{
    /// <summary>What the columns are.</summary>
    public const string Legend =
        "width: invocations an instruction; regs: registers at once; shared: bytes a workgroup; spills: values that find no register; "
        + "waves: subgroups that a SIMD of AMD's holds; cycles: the compiler's estimate, to be compared on one device and at one width; "
        + "block: multiply-adds among the instructions of the block that has the most; loop: and of the loop round it; "
        + "loads: from shared memory, a multiply-add. Of kernels that differ in a fused program only, the one with the most registers.";

    /// <summary>A line of headings, then the kernels.</summary>
    public static void Write(TextWriter text, Family family, DeviceInfo device, IEnumerable<(ChosenKernel Kernel, Executable Made)> kernels)
    {
        text.WriteLine($"{family.Text}: {device.Name}, {device.Driver}");
        text.WriteLine("width  regs shared spills waves    cycles block  loop  loads  kernel");
        foreach (var alike in kernels.GroupBy(kernel => kernel.Kernel.Name))
        {
            text.WriteLine(Line(alike.Key, alike.Select(kernel => kernel.Made).MaxBy(made => (made.Spills, made.Registers))!));
        }
    }

    static string Line(string name, Executable made)
    {
        InnerLoop? loop = InnerLoop.Of(made.Assembly);
        return FormattableString.Invariant(
            $"{made.Width,5} {made.Registers,5} {made.SharedBytes,6} {made.Spills,6} {made.Waves,5} {made.Cycles,9} ")
            + FormattableString.Invariant($"{loop?.BlockShare,5:0%} {loop?.LoopShare,5:0%} {loop?.Loads,6:0.000}  {name}");
    }
}
