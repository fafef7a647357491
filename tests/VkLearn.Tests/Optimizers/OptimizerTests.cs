using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Optimizers;
using Xunit;

namespace VkLearn.Tests.Optimizers;

/// <summary>
/// An optimiser's kernel over several steps against its rule's definition in float64, on parameters of odd sizes that lie together.
/// </summary>
[Collection("gpu")]
public abstract class OptimizerTests(GpuFixture fixture)
{
    const int Steps = 5;

    protected GpuDevice Gpu { get; } = fixture.Gpu;

    sealed class Several : Layer
    {
        public Several(params int[] sizes)
        {
            for (int i = 0; i < sizes.Length; i++)
            {
                Add($"p{i}", [1, sizes[i]], Initializer.Uniform(1)); // of two axes: AdamW lets them decay
            }
        }

        protected override Tensor Apply(Tensor input) => input;
    }

    protected void Check(Func<Schedule, Optimizer> make, UpdateRule rule, string name, params int[] sizes)
    {
        Check(make(0.05f), rule, name, _ => 0.05f, sizes);
        Check(make(new StepSchedule(0.05f, 2, 0.5f)), rule, name, step => 0.05f * MathF.Pow(0.5f, step / 2), sizes);
    }

    void Check(Optimizer optimizer, UpdateRule rule, string name, Func<int, float> rate, int[] sizes)
    {
        Several model = new(sizes);
        using Recording step = Gpu.Record(() => optimizer.Minimize(Loss([.. model.Parameters.Select(p => p.Value)]), model));
        double[][] weights = [.. model.Parameters.Select(p => Array.ConvertAll(p.ToArray(), x => (double)x))];
        double[][][] moments = [.. sizes.Select(size => Enumerable.Range(0, rule.Moments).Select(_ => new double[size]).ToArray())];
        step.Replay(2);
        step.Replay(Steps - 2);
        for (int i = 0; i < Steps; i++)
        {
            for (int p = 0; p < sizes.Length; p++)
            {
                Update(rule, ref weights[p], moments[p], Gradient(weights[p]), rate(i), i + 1);
            }
        }

        Assert.Equal((uint)Steps, optimizer.Steps!.Read());
        double error = sizes.Select((_, p) => OpCheck.Error(model.Parameters[p].ToArray(), weights[p], floor: 0.1)).Max();
        Assert.True(error < 5e-6, $"{name}: relative error {error:g3}");
        OpTable.Add(name, forward: error);
        Gpu.Memory.CheckGuards();
    }

    /// <summary>Its gradient differs by element, and so does how fast it changes.</summary>
    static Tensor Loss(Tensor[] weights) => weights
        .Select(w => (w.Square() * Tensor.From([.. Enumerable.Range(0, (int)w.Shape.Count).Select(i => Factor(i) / 2)], w.Shape)).Sum())
        .Aggregate((a, b) => a + b);

    static float Factor(int i) => 0.5f + i % 5;

    static double[] Gradient(double[] weight) => [.. weight.Select((w, i) => w * Factor(i))];

    static void Update(UpdateRule rule, ref double[] weight, double[][] moments, double[] gradient, float rate, int step)
    {
        TensorType type = new([weight.Length], DType.Float32), scalar = new([], DType.Float32);
        Tensor[] leaves = [.. Enumerable.Range(0, 4 + moments.Length)
            .Select(i => new Tensor(i < 2 || i > 3 ? type : scalar, leaf: new InputLeaf(i)))];
        Tensor[] defined;
        using (Trace.Begin(new Trace()))
        {
            defined = rule.Defined(leaves[0], leaves[1], leaves[4..], leaves[2], leaves[3]);
        }

        Interpreter interpreter = new(default);
        double[][] values = [weight, gradient, [rate], [step], .. moments];
        for (int i = 0; i < values.Length; i++)
        {
            interpreter.Bind(leaves[i], values[i]);
        }

        double[][] updated = interpreter.Values(defined);
        weight = updated[0];
        updated[1..].CopyTo(moments, 0);
    }
}
