using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class TreeLstmTests(GpuFixture fixture) : TreeTests(fixture)
{
    [Theory, MemberData(nameof(OddSizes))]
    public void Agrees(int trees, int words, int units) => Check("TreeLstm",
        x => [x[0].TreeLstm(x[1], ChildrenOf(trees, words), x[2], x[3])], Tolerance,
        Of(trees, words, units), Of(trees, words, units), Weight(2 * units, 5 * units), Of(5 * units));

    /// <summary>The kernels of GPUs, and the definition in their place.</summary>
    [Theory, InlineData("Walk"), InlineData("0")]
    public void AgreesByOtherKernels(string walk)
    {
        using Variable kernel = new("VKLEARN_WALK", walk);
        Agrees(trees: 19, words: 5, units: 7);
    }
}
