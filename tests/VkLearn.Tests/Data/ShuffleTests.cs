using VkLearn.Data;
using Xunit;

namespace VkLearn.Tests.Data;

public sealed class ShuffleTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(7), InlineData(64), InlineData(1025), InlineData(60000)]
    public void IsABijection(int count)
    {
        bool[] seen = new bool[count];
        for (uint i = 0; i < count; i++)
        {
            seen[Shuffle.Permute(i, (uint)count, seed: 1, epoch: 2, stream: 3)] = true;
        }

        Assert.DoesNotContain(false, seen);
    }

    [Fact]
    public void EachEpochSeedAndStreamHasItsOrder()
    {
        uint[][] orders = [Order(0, 0, 0), Order(1, 0, 0), Order(0, 1, 0), Order(0, 0, 1)];
        Assert.Equal(4, orders.Select(order => string.Join(',', order)).Distinct().Count());
    }

    static uint[] Order(uint seed, uint epoch, uint stream) =>
        [.. Enumerable.Range(0, 100).Select(i => Shuffle.Permute((uint)i, 100, seed, epoch, stream))];

    [Fact]
    public void RefusesAnItemOutside() => Assert.Throws<ArgumentOutOfRangeException>(() => Shuffle.Permute(5, 5, 0, 0, 0));
}
