using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

/// <summary>Cepstral coefficients. Beside NWaves: <see cref="StftTests"/>.</summary>
public sealed class MfccTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 2e-5, Gradient: 2e-5, Second: 1e-4, Floor: 1, Long: false);

    [Theory, InlineData(4, 9), InlineData(9, 9)]
    public void CosineTransformAgrees(int kept, int n) => Check(new CosineTransform(kept), [2, n, 7]);

    [Fact]
    public void MfccAgrees() => Check("Mfcc", x => [x[0].Mfcc(new Framing(16, 8), 5, 8, 8000)], Tolerance with { Differences = 1e-4 },
        Input.Of([2, 50]));
}
