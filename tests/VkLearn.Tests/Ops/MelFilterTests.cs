using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

/// <summary>Triangles on the mel scale. Beside NWaves: <see cref="StftTests"/>.</summary>
public sealed class MelFilterTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 2e-5, Gradient: 2e-5, Second: 1e-4, Floor: 1, Long: false);

    [Theory, InlineData(5, 9), InlineData(12, 33)]
    public void Agrees(int mels, int bins) => Check(new MelFilter(mels, 8000, 100, 3000), [2, bins, 7]);
}
