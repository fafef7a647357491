namespace VkLearn.Benchmarks;

/// <summary>
/// Where a kernel spends its time, as its assembly tells: the block of instructions without a jump that has the most multiply-adds, and the
/// loop that goes round it. Of both an instruction counts one, whatever it costs.
/// </summary>
/// <param name="BlockShare">Multiply-adds among the block's instructions.</param>
/// <param name="LoopShare">And among the loop's.</param>
/// <param name="Loads">Loads from shared memory a multiply-add, in the loop.</param>
sealed record InnerLoop(double BlockShare, double LoopShare, double Loads)
{
    const int Fewest = 16; // multiply-adds of a loop that is about them

    /// <summary>Null: none has enough of them to speak of.</summary>
    public static InnerLoop? Of(string assembly)
    {
        List<AssemblyLine> lines = AssemblyLine.Read(assembly);
        AssemblyLine[] heart = lines.GroupBy(line => line.Block).Select(block => block.ToArray())
            .MaxBy(block => block.Sum(line => line.MultiplyAdds)) ?? [];
        AssemblyLine[] loop = Loops(lines).Where(loop => loop.Contains(heart.FirstOrDefault())).MinBy(loop => loop.Length) ?? heart;
        double adds = loop.Sum(line => line.MultiplyAdds);
        return heart.Sum(line => line.MultiplyAdds) < Fewest ? null
            : new(Share(heart), Share(loop), loop.Sum(line => line.SharedLoads) / adds);
    }

    static double Share(AssemblyLine[] lines) => lines.Count(line => line.MultiplyAdds > 0) / (double)lines.Length;

    /// <summary>From where a jump back leads to the jump.</summary>
    static IEnumerable<AssemblyLine[]> Loops(List<AssemblyLine> lines)
    {
        for (int end = 0; end < lines.Count; end++)
        {
            int begin = lines[end].JumpsTo is { } label ? lines.FindIndex(line => line.Labels.Contains(label)) : -1;
            if (begin >= 0 && begin <= end)
            {
                yield return [.. lines[begin..(end + 1)]];
            }
        }
    }
}
