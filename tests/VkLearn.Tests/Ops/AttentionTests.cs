using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class AttentionTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 2e-5, Gradient: 4e-5, Second: 1e-4);

    [Theory, InlineData(1, 1, 1, 1, 1), InlineData(2, 7, 9, 5, 3), InlineData(3, 33, 33, 8, 8), InlineData(1, 65, 65, 16, 16)]
    public void Agrees(int batch, int queries, int keys, int each, int values)
    {
        Check(new Attention(IsCausal: false), [batch, queries, each], [batch, keys, each], [batch, keys, values]);
        Check(new Attention(IsCausal: true), [batch, queries, each], [batch, keys, each], [batch, keys, values]);
    }

    /// <summary>With equal scores each step finds the mean of what it may see.</summary>
    [Fact]
    public void CausalStepsSeeNothingBehindThem()
    {
        Tensor value = Tensor.From([1f, 2, 6, 99], [1, 4, 1]), zeros = Tensor.Zeros([1, 4, 2]);
        Assert.Equal([1, 1.5f, 3, 27], Run(_ => zeros.Attention(zeros, value, isCausal: true)));
        Assert.Equal([3, 27], Run(_ => zeros.Slice(1, 0, 2).Attention(zeros, value, isCausal: true)));
        Assert.Equal([27, 27, 27, 27], Run(_ => zeros.Attention(zeros, value)));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused() => Assert.Contains("needs queries [B, T, D], keys [B, S, D] and values [B, S, E], causal S not",
        Assert.Throws<ArgumentException>(() => Tensor.Ones([1, 3, 2]).Attention(Tensor.Ones([1, 2, 2]), Tensor.Ones([1, 2, 2]), true))
            .Message);
}
