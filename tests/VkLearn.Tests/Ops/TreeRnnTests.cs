using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class TreeRnnTests(GpuFixture fixture) : TreeTests(fixture)
{
    [Theory, MemberData(nameof(OddSizes))]
    public void Agrees(int trees, int words, int units) => Check("TreeRnn",
        x => [x[0].TreeRnn(ChildrenOf(trees, words), x[1], x[2])], Tolerance,
        Of(trees, words, units), Weight(2 * units, units), Of(units));

    [Theory, MemberData(nameof(OddSizes))]
    public void AgreesWithTensor(int trees, int words, int units) => Check("TreeRnn",
        x => [x[0].TreeRnn(ChildrenOf(trees, words), x[1], x[2], x[3])], Tolerance,
        Of(trees, words, units), Weight(2 * units, units), Of(units), Weight(2 * units, 2 * units, units));

    /// <summary>The kernels of GPUs, and the definition in their place.</summary>
    [Theory, InlineData("Walk"), InlineData("0")]
    public void AgreesByOtherKernels(string walk)
    {
        using Variable kernel = new("VKLEARN_WALK", walk);
        Agrees(trees: 19, words: 5, units: 7);
        AgreesWithTensor(trees: 5, words: 4, units: 5);
    }
}
