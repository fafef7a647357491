using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class AdditiveAttentionTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 2e-5, Gradient: 4e-5, Second: 1e-4);

    [Theory, InlineData(1, 1, 1, 1, 1), InlineData(2, 5, 9, 7, 3), InlineData(3, 1, 16, 8, 6), InlineData(1, 3, 65, 16, 5)]
    public void Agrees(int batch, int queries, int keys, int features, int values) => Check(
        new AdditiveAttentionOp(), [batch, queries, features], [batch, keys, features], [features], [batch, keys, values]);

    /// <summary>Where nothing tells keys apart all are looked at alike; one that agrees far better is looked at alone.</summary>
    [Fact]
    public void LooksAtWhatScoresMost()
    {
        Tensor query = Tensor.Zeros([1, 1, 2]), value = Tensor.From([1f, 2, 6], [1, 3, 1]), weight = Tensor.From([100f, 0], [2]);
        Assert.Equal([3], Run(_ => query.AdditiveAttention(Tensor.Zeros([1, 3, 2]), weight, value).Found));
        Tensor key = Tensor.From([-9f, 0, 9, 0, -9, 0], [1, 3, 2]);
        Assert.Equal([2], Run(_ => query.AdditiveAttention(key, weight, value).Found));
        Assert.Equal([0, 1, 0], Run(_ => query.AdditiveAttention(key, weight, value).Seen));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused() => Assert.Contains(
        "needs queries [B, T, A], keys [B, S, A], a weight [A] and values [B, S, E]; received [1, 3, 2], [1, 2, 2], [3] and [1, 2, 2]",
        Assert.Throws<ArgumentException>(() =>
            Tensor.Ones([1, 3, 2]).AdditiveAttention(Tensor.Ones([1, 2, 2]), Tensor.Ones([3]), Tensor.Ones([1, 2, 2]))).Message);
}
