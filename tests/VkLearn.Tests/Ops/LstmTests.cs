using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class LstmTests(GpuFixture fixture) : RecurrenceTests(fixture)
{
    [Theory, MemberData(nameof(Ways))]
    public void AgreesEveryWay(bool hasState, bool hasLengths, bool isReverse)
    {
        (int n, int steps, int units) = (5, 4, 6);
        Recurrence way = Way(hasState, hasLengths, isReverse);
        foreach (bool hasPeepholes in (bool[])[false, true])
        {
            Check(new LstmOp(way, hasPeepholes), There((Of(n, steps, 4 * units), true), (Weight(units, 4), true),
                (Of(n, units), hasState), (Of(n, units), hasState), (Of(3, units), hasPeepholes), (Lengths(n, steps), hasLengths)));
        }

        Check(new LstmBackward(way, OfAll: true, OfLast: true, OfLastCell: true), There(
            (Input.Between(0.1f, 0.9f, [n, steps, 4 * units]), true), (Of(n, steps, units), true), (Of(n, steps, units), true),
            (Weight(units, 4), true), (Of(n, units), hasState), (Of(n, units), hasState), (Lengths(n, steps), hasLengths),
            (Of(n, steps, units), true), (Of(n, units), true), (Of(n, units), true)));
    }

    [Theory, MemberData(nameof(OddSizes))]
    public void Agrees(int n, int steps, int units) =>
        Check(new LstmOp(default), Tolerance with { Smooth = false }, Of(n, steps, 4 * units), Weight(units, 4));

    /// <summary>The kernels of GPUs, and the definition in their place.</summary>
    [Theory, InlineData("Walk"), InlineData("0")]
    public void AgreesByOtherKernels(string walk)
    {
        using Variable kernel = new("VKLEARN_WALK", walk);
        AgreesEveryWay(hasState: true, hasLengths: true, isReverse: true);
        AgreesEveryWay(hasState: false, hasLengths: true, isReverse: false);
        Agrees(n: 5, steps: 3, units: 33);
        Agrees(n: 2, steps: 2, units: 130);
    }
}
