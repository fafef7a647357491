using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class GruTests(GpuFixture fixture) : RecurrenceTests(fixture)
{
    [Theory, MemberData(nameof(Ways))]
    public void AgreesEveryWay(bool hasState, bool hasLengths, bool isReverse)
    {
        (int n, int steps, int units) = (5, 4, 6);
        Recurrence way = Way(hasState, hasLengths, isReverse);
        foreach (bool resetsAfter in (bool[])[false, true])
        {
            Check(new GruOp(way, resetsAfter), There((Of(n, steps, 3 * units), true), (Weight(units, 3), true), (Of(3 * units), true),
                (Of(n, units), hasState), (Lengths(n, steps), hasLengths)));
        }

        Check(new GruBackward(way, OfAll: true, OfLast: true), There(
            (Input.Between(0.1f, 0.9f, [n, steps, 3 * units]), true), (Of(n, steps, units), true), (Of(n, steps, units), true),
            (Weight(units, 3), true), (Of(n, units), hasState), (Lengths(n, steps), hasLengths),
            (Of(n, steps, units), true), (Of(n, units), true)));
    }

    [Theory, MemberData(nameof(OddSizes))]
    public void Agrees(int n, int steps, int units) =>
        Check(new GruOp(default), Tolerance with { Smooth = false }, Of(n, steps, 3 * units), Weight(units, 3), Of(3 * units));

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
