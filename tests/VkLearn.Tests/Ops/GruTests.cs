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
}
