namespace VkLearn.Compile;

/// <summary>
/// The choices of <see cref="KernelTable"/> in a recording, in words: a line a matrix product, what it computes and by which kernel with
/// which sizes. Sums are in another order with other choices, so bits differ. What else a plan differs in, as fusion and watches, changes
/// none.
/// </summary>
static class KernelChoices
{
    public static string Of(Recording recording) => string.Join('\n', recording.Commands.OfType<KernelCommand>()
        .Where(command => command.Product is not null).Select(command => $"{command.Label}: {command.Product!.Value.Kernel}")
        .Distinct().Order(StringComparer.Ordinal));

    /// <summary>The first product that both have and that they do by other kernels; null if there is none.</summary>
    public static (string Before, string Now)? Difference(string before, string now)
    {
        ILookup<string, string> others = now.Split('\n').ToLookup(Label);
        return before.Split('\n').GroupBy(Label).Where(lines => others.Contains(lines.Key) && !lines.Intersect(others[lines.Key]).Any())
            .Select(lines => ((string, string)?)(lines.First(), others[lines.Key].First())).FirstOrDefault();
    }

    static string Label(string line) => line[..(line.LastIndexOf(':') is >= 0 and int end ? end : line.Length)];
}
