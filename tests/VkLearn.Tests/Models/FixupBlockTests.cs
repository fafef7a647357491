using VkLearn.Models;
using VkLearn.Tests.Tracing;
using Xunit;

namespace VkLearn.Tests.Models;

public sealed class FixupBlockTests(GpuFixture fixture) : OpTests(fixture)
{
    /// <summary>By its equation, with every parameter another number.</summary>
    [Fact]
    public void IsItsEquation()
    {
        var block = new FixupBlock(2, blocks: 3);
        Tensor x = Tensor.From([1f, -2, 0.5f, 3], [2, 2]);
        Run(of => block.Forward(of[0]), x);
        (float[] first, float[] second) = ([0.5f, -1, 2, 0.25f], [1, 0.5f, -0.5f, 2]);
        float[] numbers = [1.5f, 0.1f, -0.2f, 0.3f, -0.4f]; // the scale, and the shifts
        foreach ((Parameter parameter, float[] values) in block.Parameters.Zip((float[][])
            [.. numbers.Select(number => new[] { number }), first, second]))
        {
            parameter.Load(values);
        }

        float[] y = Run(of => block.Forward(of[0]), x);

        Close.To([.. Rows().SelectMany(row => row)], y);

        IEnumerable<double[]> Rows()
        {
            foreach (double[] h in (double[][])[[1, -2], [0.5, 3]])
            {
                double[] hidden = [.. Product([.. h.Select(value => value + numbers[1])], first)
                    .Select(value => Math.Max(0, value + numbers[2]) + numbers[3])];
                yield return [.. Product(hidden, second).Select((value, i) => h[i] + value * numbers[0] + numbers[4])];
            }
        }
    }

    static double[] Product(double[] row, float[] matrix) =>
        [row[0] * matrix[0] + row[1] * matrix[2], row[0] * matrix[1] + row[1] * matrix[3]];

    /// <summary>Zhang et al. 2019: He's limit, by the root of the number of blocks less; the second of zeros.</summary>
    [Fact]
    public void BeginsSmallerTheMoreThereAre()
    {
        var block = new FixupBlock(64, blocks: 16);
        Run(of => block.Forward(of[0]), Tensor.Ones([1, 64]));
        Parameter[] matrices = [.. block.Parameters.Where(parameter => parameter.Shape.Rank == 2)];
        Assert.InRange(matrices[0].ToArray().Max(), 0.95 * Math.Sqrt(6.0 / 64 / 16), Math.Sqrt(6.0 / 64 / 16));
        Assert.All(matrices[1].ToArray(), value => Assert.Equal(0, value));
    }
}
