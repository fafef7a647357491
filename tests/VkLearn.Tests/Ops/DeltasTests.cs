using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

/// <summary>How features change. Beside NWaves: <see cref="StftTests"/>.</summary>
public sealed class DeltasTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 2e-5, Gradient: 2e-5, Second: 1e-4, Floor: 1, Long: false);

    [Theory, InlineData(1, 2), InlineData(2, 9), InlineData(3, 2)]
    public void Agrees(int reach, int frames) => Check(new Deltas(reach), [2, 5, frames]);
}
