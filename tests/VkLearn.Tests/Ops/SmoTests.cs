using VkLearn.Compile;
using VkLearn.Ops;
using Xunit;

namespace VkLearn.Tests.Ops;

public sealed class SmoTests(GpuFixture fixture) : OpTests(fixture)
{
    const float Cost = 2;

    /// <summary>A few steps of all pairs, row by row the same as in float64, whatever part a row lies in.</summary>
    [Theory, InlineData(2, 12, 1, 1), InlineData(3, 31, 2, 5), InlineData(5, 103, 3, 9), InlineData(4, 1001, 4, 3)]
    public void AFewStepsAgree(int classes, int items, int parts, int steps)
    {
        Problem problem = new(classes, items, heldEvery: 1);
        Smo op = new(classes, 1e-3f, steps);
        Tensor[] inputs = problem.Inputs(parts);
        double[][] expected = op.Evaluated([.. inputs.Select(input => input.ToArray(Gpu).Select(x => (double)x).ToArray())],
            [.. inputs.Select(input => input.TensorType)], [], default)!;
        for (int output = 0; output < 3; output++)
        {
            int which = output;
            AssertClose(expected[which], Run(x => op.Apply(x)[which] + 100, inputs), 100, 1e-5);
        }
    }

    /// <summary>At the end the conditions hold (Keerthi et al. 2001) in float64, for the items whose rows are held; no coefficient leaves
    /// its bounds, and those of a pair sum to 0.</summary>
    [Theory, InlineData(1), InlineData(3)]
    public void ConditionsHoldAtTheEnd(int heldEvery)
    {
        const int classes = 3, items = 200;
        const float tolerance = 1e-3f;
        Problem problem = new(classes, items, heldEvery);
        Tensor[] inputs = problem.Inputs(parts: 2);
        inputs[4] = Tensor.From([.. Enumerable.Repeat(tolerance, 3)], [3]);
        float[] v = Run(x => new Smo(classes, tolerance, 100_000).Apply(x)[0], inputs);
        for (int pair = 0; pair < 3; pair++)
        {
            (int first, int second) = pair switch { 0 => (0, 1), 1 => (0, 2), _ => (1, 2) };
            double up = double.NegativeInfinity, low = double.PositiveInfinity, sum = 0;
            for (int i = 0; i < items; i++)
            {
                float own = v[pair * items + i];
                int sign = problem.ClassOf(i) == first ? 1 : problem.ClassOf(i) == second ? -1 : 0;
                Assert.InRange(own * sign, 0, Cost);
                Assert.True(sign != 0 || own == 0);
                sum += own;
                double f = sign - Enumerable.Range(0, items).Sum(j => v[pair * items + j] * problem.Kernel(i, j));
                bool isHeld = i % heldEvery == 0 && sign != 0;
                up = isHeld && own < (sign > 0 ? Cost : 0) ? Math.Max(up, f) : up;
                low = isHeld && own > (sign > 0 ? 0 : -Cost) ? Math.Min(low, f) : low;
            }

            Assert.InRange(up - low, -1, tolerance);
            Assert.Equal(0, sum, 1e-3);
        }
    }

    /// <summary>Two points: half the distance in the kernel's space, known by hand, and bounded where that is more than C.</summary>
    [Theory, InlineData(10f), InlineData(0.5f)]
    public void TwoPointsAreSolvedInAStep(float cost)
    {
        Tensor[] inputs =
        [
            Tensor.Zeros([1, 2]), Tensor.Zeros([1, 2]), Tensor.From([0, 1, 2], [3]), Tensor.From([0, 1], [2]), Tensor.From([2f], [1]),
            Tensor.Full([], cost), Tensor.From([1f, 0.25f, 0.25f, 1], [2, 2]),
        ];
        float expected = Math.Min(cost, 2 / 1.5f);
        Assert.Equal([expected, -expected], Run(x => new Smo(2, 1e-3f, 10).Apply(x)[0], inputs), new Near(1e-6f));
        Assert.Equal([1], Run(x => new Smo(2, 1e-3f, 10).Apply(x)[2], inputs));
    }

    [Fact]
    public void APairWithoutAGapIsLeftAlone()
    {
        Tensor[] inputs = new Problem(3, 30, 1).Inputs(1);
        inputs[4] = Tensor.From([2f, 0, 2], [3]);
        float[] steps = Run(x => new Smo(3, 1e-3f, 4).Apply(x)[2], inputs);
        Assert.Equal([4, 0, 4], steps);
    }

    [Fact]
    public void SaysWhatItNeeds() => Assert.Contains("of 3 classes needs coefficients and outputs [3, items]",
        Assert.Throws<ArgumentException>(() => new Smo(3, 1e-3f, 1).Apply(new Problem(2, 6, 1).Inputs(1))).Message);

    static void AssertClose(double[] expected, float[] actual, float added, double tolerance) =>
        AssertClose([.. expected.Select(value => value + added)], actual, tolerance);

    /// <summary>Points on a plane around a place of each class, and their Gaussian kernel.</summary>
    sealed class Problem
    {
        readonly int classes, items, heldEvery;
        readonly double[,] points;

        public Problem(int classes, int items, int heldEvery)
        {
            (this.classes, this.items, this.heldEvery) = (classes, items, heldEvery);
            points = new double[items, 2];
            System.Random random = new(classes * 1000 + items);
            for (int i = 0; i < items; i++)
            {
                (points[i, 0], points[i, 1]) = (ClassOf(i) + 1.5 * random.NextDouble(), ClassOf(i) % 2 + 1.5 * random.NextDouble());
            }
        }

        public int ClassOf(int item) => item * classes / items;

        public double Kernel(int i, int j)
        {
            (double x, double y) = (points[i, 0] - points[j, 0], points[i, 1] - points[j, 1]);
            return Math.Exp(-(x * x + y * y));
        }

        public Tensor[] Inputs(int parts)
        {
            int pairs = classes * (classes - 1) / 2, held = (items + heldEvery - 1) / heldEvery, size = (held + parts - 1) / parts;
            int[] starts = [.. Enumerable.Range(0, classes + 1).Select(one => Enumerable.Range(0, items).Count(i => ClassOf(i) < one))];
            // The rows lie backwards, so that an item is not its row's number.
            int[] slots = [.. Enumerable.Range(0, items).Select(i => i % heldEvery == 0 ? held - 1 - i / heldEvery : -1)];
            IEnumerable<Tensor> rows = Enumerable.Range(0, parts).Select(part => (From: part * size, To: Math.Min(held, (part + 1) * size)))
                .Where(part => part.To > part.From)
                .Select(part => Tensor.From([.. from row in Enumerable.Range(part.From, part.To - part.From)
                    from j in Enumerable.Range(0, items) select (float)Kernel((held - 1 - row) * heldEvery, j)],
                    [part.To - part.From, items]));
            return
            [
                Tensor.Zeros([pairs, items]), Tensor.Zeros([pairs, items]), Tensor.From(starts, [classes + 1]),
                Tensor.From(slots, [items]), Tensor.From([.. Enumerable.Repeat(2f, pairs)], [pairs]), Tensor.Full([], Cost),
                .. rows,
            ];
        }
    }
}
