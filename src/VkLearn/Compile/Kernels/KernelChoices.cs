namespace VkLearn.Compile;

/// <summary>
/// The choices of <see cref="KernelChoice"/> in a recording, in words: a line a matrix product, what it computes and by which kernel with
/// which sizes. Sums are in another order with other choices, so bits differ. What else a plan differs in, as fusion and watches, changes
/// none.
/// </summary>
static class KernelChoices
{
    const int OfKernel = 30; // specialisation constants before are those of the program and of the product itself

    public static string Of(Recording recording) => string.Join('\n', recording.Commands.OfType<KernelCommand>()
        .Where(kernel => kernel.Code.Name.StartsWith("Gemm", StringComparison.Ordinal)).Select(Line)
        .Distinct().Order(StringComparer.Ordinal));

    static string Line(KernelCommand kernel)
    {
        uint[] sizes = [kernel.Specialization[0], .. kernel.Specialization.Skip(OfKernel)];
        return $"{kernel.Label}: {Path.GetFileNameWithoutExtension(kernel.Code.Name)} {string.Join(' ', sizes)}";
    }

    /// <summary>The first product that both have and that they do by other kernels; null if there is none.</summary>
    public static (string Before, string Now)? Difference(string before, string now)
    {
        ILookup<string, string> others = now.Split('\n').ToLookup(Label);
        return before.Split('\n').GroupBy(Label).Where(lines => others.Contains(lines.Key) && !lines.Intersect(others[lines.Key]).Any())
            .Select(lines => ((string, string)?)(lines.First(), others[lines.Key].First())).FirstOrDefault();
    }

    static string Label(string line) => line[..(line.LastIndexOf(':') is >= 0 and int end ? end : line.Length)];
}
