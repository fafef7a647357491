using VkLearn.Gpu;
using VkLearn.Learners;
using Xunit;

namespace VkLearn.Tests.Learners.Patients;

[Collection("gpu")]
public sealed class FoldStandardizationTests(GpuFixture fixture)
{
    const int Rows = 30, Columns = 4, Folds = 3;

    readonly GpuDevice gpu = fixture.Gpu;

    /// <summary>Against float64; the last column is the same in all rows.</summary>
    [Fact]
    public void IsByTheRowsThatAFoldLearnsFrom()
    {
        float[] x = Features(), isThere = There();
        float[] found = Run(x, isThere);
        for (int fold = 0; fold < Folds; fold++)
        {
            for (int column = 0; column < Columns; column++)
            {
                int[] learned = [.. Enumerable.Range(0, Rows).Where(row => row % Folds != fold && isThere[row * Columns + column] > 0)];
                double mean = learned.Average(row => (double)x[row * Columns + column]);
                double variance = learned.Average(row => Math.Pow(x[row * Columns + column] - mean, 2));
                double deviation = variance > 0 ? Math.Sqrt(variance) : 1;
                for (int row = 0; row < Rows; row++)
                {
                    double wanted = isThere[row * Columns + column] > 0 ? (x[row * Columns + column] - mean) / deviation : 0;
                    Assert.Equal(wanted, found[(fold * Rows + row) * Columns + column], 1e-4);
                }
            }
        }
    }

    /// <summary>What is in a fold changes nothing of how its network's rows are filled and scaled, nor does what stands in for the missing.
    /// </summary>
    [Fact]
    public void KnowsNothingOfWhatItIsTestedOn()
    {
        float[] x = Features(), isThere = There(), others = [.. x];
        for (int i = 0; i < x.Length; i++)
        {
            others[i] = i / Columns % Folds == 0 || isThere[i] == 0 ? 1000 : x[i];
        }

        (float[] before, float[] after) = (Run(x, isThere), Run(others, isThere));
        Assert.All(Enumerable.Range(0, Rows * Columns).Where(i => i / Columns % Folds != 0), i => Assert.Equal(before[i], after[i]));
        Assert.NotEqual(before[(Rows * Columns)..], after[(Rows * Columns)..]); // the other folds learn from those
    }

    static float[] Features()
    {
        float[] x = Numbers.Normal(Rows * Columns, seed: 1);
        return [.. x.Select((value, i) => i % Columns == Columns - 1 ? 5 : 3 * value + i % Columns)];
    }

    static float[] There() => [.. Enumerable.Range(0, Rows * Columns).Select(i => i * 37 % 11 == 0 ? 0f : 1f)];

    float[] Run(float[] x, float[] isThere)
    {
        float[] learned = [.. Enumerable.Range(0, Folds * Rows).Select(i => i % Rows % Folds == i / Rows ? 0f : 1f)];
        using Recording recording = gpu.Record(() => FoldStandardization.Of(Tensor.From(x, [Rows, Columns]),
            Tensor.From(isThere, [Rows, Columns]), Tensor.From(learned, [Folds, Rows])), training: false);
        recording.Replay();
        return recording.Result.ToArray();
    }
}
