using VkLearn.Data;
using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

/// <summary>What tests of recursive ops share: drawn trees of all heights.</summary>
public abstract class TreeTests(GpuFixture fixture) : OpTests(fixture)
{
    // Sums go on from level to level, and so does their rounding. The definition has a loop over the levels: none of 70,000.
    protected override Tolerance Tolerance => new(Forward: 1e-5, Gradient: 2e-5, Second: 1e-4, Differences: 1e-4, Least: 1e-3, Long: false);

    /// <summary>Trees, words of the largest, units.</summary>
    public static TheoryData<int, int, int> OddSizes => new() { { 1, 2, 1 }, { 3, 4, 7 }, { 18, 5, 9 }, { 2, 3, 33 }, { 37, 4, 6 } };

    private protected static Input Of(params int[] sizes) => Input.Between(-0.5f, 0.5f, Shape.Of(sizes));

    private protected static Input Weight(params int[] sizes) =>
        Input.Between(-1 / MathF.Sqrt(sizes[0]), 1 / MathF.Sqrt(sizes[0]), Shape.Of(sizes));

    /// <summary>Children of trees of one word to as many as may be, whose neighbours are joined at random.</summary>
    private protected static int[] Children(int trees, int words)
    {
        int[] children = new int[trees * (words - 1) * 2];
        Array.Fill(children, -1);
        System.Random random = new(words);
        for (int n = 0; n < trees; n++)
        {
            List<int> open = [.. Enumerable.Range(0, n == 0 ? words : random.Next(1, words + 1))];
            for (int node = 0; open.Count > 1; node++)
            {
                int at = random.Next(open.Count - 1), own = (n * (words - 1) + node) * 2;
                (children[own], children[own + 1]) = (open[at], open[at + 1]);
                open[at] = words + node;
                open.RemoveAt(at + 1);
            }
        }

        return children;
    }

    private protected static Tensor ChildrenOf(int trees, int words) => Tensor.From(Children(trees, words), [trees, words - 1, 2]);
}
