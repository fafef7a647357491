using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class CtcTests(GpuFixture fixture) : OpTests(fixture)
{
    protected override Tolerance Tolerance => new(Forward: 1e-5, Gradient: 1e-5, Second: 1e-4, Least: 0.1, Long: false);

    internal static Input Labels(int n, int most, int classes, bool allThere = false)
    {
        int next = 0, there = 0;
        return new(new TensorType([n, most], DType.Int32), u =>
        {
            there = next % most == 0 && !allThere ? next / most % (most + 1) : next % most == 0 ? most : there;
            return next++ % most < there ? MathF.Floor(u * (classes - 1)) : -1;
        });
    }

    [Theory, InlineData(3, 7, 4, 3), InlineData(5, 9, 3, 2), InlineData(2, 1, 5, 1), InlineData(4, 5, 33, 1)]
    public void Agrees(int n, int steps, int classes, int most)
    {
        Check("Ctc", x => [x[0].Ctc(x[1]).Loss], Tolerance, Input.Of([n, steps, classes]), Labels(n, most, classes, steps == 1));
        Check("Ctc", x => [x[0].Ctc(x[1]).Posterior], Tolerance with { Differentiable = false, Least = 1e-3 },
            Input.Of([n, steps, classes]), Labels(n, most, classes, steps == 1));
    }

    [Fact]
    public void AgreesWithLengths() => Check("Ctc", x => [x[0].Ctc(x[1], x[2]).Loss], Tolerance,
        Input.Of([4, 9, 5]), Labels(4, 3, 5), Input.Ints(5, 10, [4]));

    /// <summary>All paths of so few steps are gone through.</summary>
    [Theory, InlineData(4, "0 1"), InlineData(4, ""), InlineData(3, "0 0"), InlineData(5, "1 1 0"), InlineData(1, "1")]
    [InlineData(4, "0 0 0"), InlineData(2, "0 1 0"), InlineData(2, "1 1")]
    public void TheLossIsThatOfAllPaths(int steps, string said)
    {
        const int classes = 3, blank = 2;
        int[] labels = [.. said.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        float[] values = [.. Enumerable.Range(0, steps * classes).Select(i => -1 - MathF.Sin(7 * i))];
        double all = 0;
        double[] at = new double[steps * classes];
        for (int path = 0; path < Math.Pow(classes, steps); path++)
        {
            int[] classOf = [.. Enumerable.Range(0, steps).Select(t => path / (int)Math.Pow(classes, t) % classes)];
            if (classOf.Where((c, t) => c != blank && (t == 0 || classOf[t - 1] != c)).SequenceEqual(labels))
            {
                double probability = Math.Exp(classOf.Select((c, t) => (double)values[t * classes + c]).Sum());
                all += probability;
                for (int t = 0; t < steps; t++)
                {
                    at[t * classes + classOf[t]] += probability;
                }
            }
        }

        int[] padded = [.. labels, -1];
        Tensor x = Tensor.From(values, [1, steps, classes]), wanted = Tensor.From(padded, [1, padded.Length]);
        AssertClose([-Math.Log(all)], Run(i => i[0].Ctc(wanted).Loss, x), 2e-6);
        AssertClose([all > 0 ? -Math.Log(all) : 0], Run(i => i[0].Ctc(wanted, zeroInfinity: true).Loss, x), 2e-6);
        float[] posterior = Run(i => i[0].Ctc(wanted).Posterior, x), gradient = Run(i => i[0].Ctc(wanted).Loss.Gradients(i[0])[0], x);
        for (int i = 0; i < at.Length; i++)
        {
            Assert.Equal(all > 0 ? at[i] / all : 0, posterior[i], 5);
            Assert.Equal(-posterior[i], gradient[i]);
        }
    }

    [Fact]
    public void StepsBeyondTheLengthDoNotCount()
    {
        float[] values = [.. Enumerable.Range(0, 6 * 3).Select(i => -1 - MathF.Sin(5 * i))];
        Tensor labels = Tensor.From([1, 0], [1, 2]);
        float[] whole = Run(i => i[0].Ctc(labels).Loss, Tensor.From(values[..12], [1, 4, 3]));
        Assert.Equal(whole, Run(i => i[0].Ctc(labels, Tensor.From([4], [1])).Loss, Tensor.From(values, [1, 6, 3])));
        float[] posterior = Run(i => i[0].Ctc(labels, Tensor.From([4], [1])).Posterior, Tensor.From(values, [1, 6, 3]));
        Assert.All(posterior[12..], x => Assert.Equal(0, x));
        Assert.Equal([float.PositiveInfinity], Run(i => i[0].Ctc(labels, Tensor.From([0], [1])).Loss, Tensor.From(values, [1, 6, 3])));
        Assert.Equal([0], Run(i => i[0].Ctc(Tensor.From([-1], [1, 1]), Tensor.From([0], [1])).Loss, Tensor.From(values, [1, 6, 3])));
    }

    [Fact]
    public void ALabelThatIsNoClassCannotBeSaid()
    {
        Tensor labels = Tensor.From([0, 7], [1, 2]);
        Assert.Equal([float.PositiveInfinity], Run(i => i[0].Ctc(labels).Loss, Tensor.Zeros([1, 4, 3])));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Tensor x = Tensor.Ones([2, 4, 3]);
        Assert.Contains("Int32 labels", Assert.Throws<ArgumentException>(() => x.Ctc(Tensor.From([1, 2, 3], [3, 1]))).Message);
        Assert.Contains("blank 3", Assert.Throws<ArgumentException>(() => x.Ctc(Tensor.From([1, 2], [2, 1]), blank: 3)).Message);
        Assert.Contains("needs Int32 paths", Assert.Throws<ArgumentException>(
            () => Tensor.From([1, 2], [2, 1]).CtcErrors(Tensor.From([1], [1, 1]), 2)).Message);
    }
}
