using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class TreeWeightTests(GpuFixture fixture) : TreeTests(fixture)
{
    [Theory, MemberData(nameof(OddSizes))]
    public void Agrees(int trees, int words, int units)
    {
        foreach (bool hasTensor in (bool[])[false, true])
        {
            Check("TreeWeight", x => new TreeWeight(hasTensor).Apply([x[0], x[1], .. Trees()]), Tolerance,
                Of(trees, 2 * words - 1, units), Of(trees, words - 1, units));
        }

        Tensor[] Trees()
        {
            Tensor children = ChildrenOf(trees, words);
            return [children, .. new TreeLevels().Apply(children)[..2]];
        }
    }
}
