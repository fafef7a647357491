using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

/// <summary>What tests of recurrent ops share: every way over the steps, at odd sizes.</summary>
public abstract class RecurrenceTests(GpuFixture fixture) : OpTests(fixture)
{
    // Sums go on from step to step, and so does their rounding. The definition has a loop over the steps: none of 70,000.
    protected override Tolerance Tolerance => new(Forward: 1e-5, Gradient: 2e-5, Second: 4e-5, Differences: 1e-4, Least: 1e-3, Long: false);

    public static TheoryData<bool, bool, bool> Ways => new()
    {
        { false, false, false }, { true, false, false }, { false, true, false }, { true, true, false },
        { false, false, true }, { true, false, true }, { false, true, true }, { true, true, true },
    };

    public static TheoryData<int, int, int> OddSizes => new()
    {
        { 1, 1, 1 }, { 3, 2, 1 }, { 5, 2, 7 }, { 3, 65, 7 }, { 1, 2, 33 }, { 18, 3, 33 }, { 2, 65, 33 }, { 4, 3, 64 },
    };

    private protected static Recurrence Way(bool hasState, bool hasLengths, bool isReverse) => new(hasState, hasLengths, isReverse);

    private protected static Input Of(params int[] sizes) => Input.Between(-0.5f, 0.5f, Shape.Of(sizes));

    /// <summary>A recurrent weight that lets no state grow, and with it no rounding, from step to step.</summary>
    private protected static Input Weight(int units, int gates) =>
        Input.Between(-1 / MathF.Sqrt(units), 1 / MathF.Sqrt(units), [units, gates * units]);

    /// <summary>Those that are there.</summary>
    private protected static Input[] There(params (Input Input, bool IsThere)[] inputs) =>
        [.. inputs.Where(one => one.IsThere).Select(one => one.Input)];

    /// <summary>From none to all of the steps.</summary>
    private protected static Input Lengths(int sequences, int steps) => Input.Ints(0, steps + 1, [sequences]);
}
