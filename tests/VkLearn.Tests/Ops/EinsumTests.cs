using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class EinsumTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 3e-6, Gradient: 5e-6, Second: 3e-5);

    [Theory, InlineData("ij->ji"), InlineData("ij->i"), InlineData("ij->"), InlineData("ij"), InlineData("ji")]
    public void OfOneAgrees(string equation) => Check("Einsum", x => [Tensor.Einsum(equation, x[0])], Tolerance, Input.Of([3, 5]));

    [Theory, InlineData("ii->i"), InlineData("ii->"), InlineData("ii")]
    public void OfASquareAgrees(string equation) => Check("Einsum", x => [Tensor.Einsum(equation, x[0])], Tolerance, Input.Of([4, 4]));

    [Theory, InlineData("ij,jk->ik"), InlineData("ij,jk"), InlineData("ij,jk->ki"), InlineData("ij,jk->"), InlineData("ij,jk->ijk"),
        InlineData("ij,jk->j"), InlineData("ij,kl->iljk"), InlineData(" i j , j k -> i ")]
    public void OfTwoAgrees(string equation)
    {
        bool shares = equation.Contains('j') && !equation.Contains('l');
        Check("Einsum", x => [Tensor.Einsum(equation, x[0], x[1])], Tolerance, Input.Of([3, 5]), Input.Of(shares ? [5, 4] : [2, 4]));
    }

    [Fact]
    public void OfBatchesAndSeveralAgrees()
    {
        Check("Einsum", x => [Tensor.Einsum("bij,bjk->bik", x)], Tolerance, Input.Of([2, 3, 5]), Input.Of([2, 5, 4]));
        Check("Einsum", x => [Tensor.Einsum("bqhd,bkhd->bhqk", x)], Tolerance, Input.Of([2, 3, 2, 4]), Input.Of([2, 5, 2, 4]));
        Check("Einsum", x => [Tensor.Einsum("ni,kij,nj->nk", x)], Tolerance, Input.Of([3, 2]), Input.Of([4, 2, 5]), Input.Of([3, 5]));
        Check("Einsum", x => [Tensor.Einsum("abcde->ecadb", x)], Tolerance, Input.Of([2, 3, 2, 3, 2]));
        Check("Einsum", x => [Tensor.Einsum("abcde,fcgeb->agdf", x)], Tolerance, Input.Of([2, 3, 2, 3, 2]), Input.Of([2, 2, 4, 2, 3]));
        Check("Einsum", x => [Tensor.Einsum("i,i,i->i", x)], Tolerance, Input.Of([7]), Input.Of([7]), Input.Of([7]));
    }

    /// <summary>Against the sum as it is written down.</summary>
    [Fact]
    public void IsTheSumThatItSays()
    {
        float[] a = [.. Enumerable.Range(0, 6).Select(i => i - 2f)], b = [.. Enumerable.Range(0, 6).Select(i => 3f - i * i)];
        double[] expected = new double[4];
        for (int i = 0; i < 2; i++)
            for (int k = 0; k < 2; k++)
                for (int j = 0; j < 3; j++)
                    expected[k * 2 + i] += a[i * 3 + j] * b[j * 2 + k];
        AssertClose(expected, Run(x => Tensor.Einsum("ij,jk->ki", x), Tensor.From(a, [2, 3]), Tensor.From(b, [3, 2])));
        Assert.Equal([1, 4], Run(x => Tensor.Einsum("ii->i", x), Tensor.From([1f, 2, 3, 4], [2, 2])));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Tensor x = Tensor.Ones([2, 3]);
        Refused("\"ijk\" names 3 axes, received [2, 3]", "ijk->i", x);
        Refused("j is 3 and, in [2, 3], 2", "ij,jk->ik", x, x);
        Refused("it names 2 operands, received 1", "ij,jk->ik", x);
        Refused("the result must name letters of the operands, each once", "ij->k", x);
        Refused("the result must name letters of the operands, each once", "ij->ii", x);
        Refused("write each axis as a letter, not as ...", "...j->j", x);
        Refused("at most one ->", "ij->j->i", x);
        Refused("it needs one operand or more", "ij");
    }

    static void Refused(string message, string equation, params Tensor[] operands) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Tensor.Einsum(equation, operands)).Message);
}
