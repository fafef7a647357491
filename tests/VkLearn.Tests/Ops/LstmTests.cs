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
}
