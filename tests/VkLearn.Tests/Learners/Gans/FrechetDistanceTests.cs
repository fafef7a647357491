using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Gans;

public sealed class FrechetDistanceTests
{
    /// <summary>Of normals with diagonal covariances it is the distance of means, squared, and of deviations, squared.</summary>
    [Fact]
    public void OfIndependentFeaturesIsKnown()
    {
        double[] deviations = [1, 2, 0.5], others = [3, 1, 0.5];
        FeatureMoments a = Moments([0, 1, 2], Diagonal(deviations)), b = Moments([1, 1, 4], Diagonal(others));
        Assert.Equal(1 + 4 + 4 + 1, FrechetDistance.Between(a, b), 1e-2);
        Assert.Equal(FrechetDistance.Between(a, b), FrechetDistance.Between(b, a), 1e-4);
        Assert.Equal(0, FrechetDistance.Between(a, a), 1e-3);
    }

    /// <summary>Turned the same way both are as far apart: roots of matrices that are not diagonal.</summary>
    [Fact]
    public void TurningBothChangesNothing()
    {
        (double cos, double sin) = (0.6, 0.8);
        double[] Turned(double x, double y) =>
            [cos * cos * x + sin * sin * y, cos * sin * (x - y), cos * sin * (x - y), sin * sin * x + cos * cos * y];
        FeatureMoments a = Moments([0, 0], Turned(1, 9)), b = Moments([0, 0], Turned(4, 4));
        Assert.Equal(1 + 1, FrechetDistance.Between(a, b), 1e-2);
    }

    /// <summary>Covariances that do not commute: tr (C1 C2)^(1/2) of [[2,1],[1,2]] and [[1,0],[0,4]], whose product has the trace 10 and
    /// the determinant 12, is sqrt(10 + 2 sqrt(12)).</summary>
    [Fact]
    public void OfAnyTwoIsByTheRootOfTheirProduct()
    {
        FeatureMoments a = Moments([0, 0], [2, 1, 1, 2]), b = Moments([0, 0], [1, 0, 0, 4]);
        Assert.Equal(4 + 5 - 2 * Math.Sqrt(10 + 2 * Math.Sqrt(12)), FrechetDistance.Between(a, b), 1e-2);
    }

    static double[] Diagonal(double[] deviations) => [.. from i in Enumerable.Range(0, deviations.Length)
        from j in Enumerable.Range(0, deviations.Length) select i == j ? deviations[i] * deviations[i] : 0];

    /// <summary>Of 10,000 items.</summary>
    static FeatureMoments Moments(double[] mean, double[] covariance)
    {
        const int count = 10_000;
        return new(count, [.. mean.Select(value => (float)(value * count))], [.. covariance.Select((value, i) =>
            (float)(value * (count - 1) + count * mean[i / mean.Length] * mean[i % mean.Length]))]);
    }
}
