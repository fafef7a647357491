using VkLearn.Primitives;

namespace VkLearn.Tests.Compile;

/// <summary>
/// A random program over a few states: elementwise ops, products, views, copies, reductions, gathers, and assignments between them. The
/// same seed gives the same program. Values stay small, and nothing jumps, so that it can be compared with float64.
/// </summary>
sealed class RandomGraph
{
    const int Rows = 4, Cols = 6, Size = 30;
    readonly int seed;

    public RandomGraph(int seed)
    {
        this.seed = seed;
        States = [.. Enumerable.Range(0, 4)
            .Select(i => new State($"state{i}", i == 3 ? [Cols, Rows] : [Rows, Cols], initial: 0.1f * (i + 1)))];
    }

    public State[] States { get; }

    /// <summary>Traces the program, and returns some of what it computed.</summary>
    public Tensor[] Trace()
    {
        System.Random random = new(seed);
        List<Tensor> values = [.. States.Select(state => state.Value), Noise([Rows, Cols]), Noise([Cols, Rows])];
        for (int i = 0; i < Size; i++)
        {
            Tensor made = Make(random, values);
            values.Add(made);
            if (random.Next(5) == 0)
            {
                Assign(random, made);
            }

            if (random.Next(8) == 0)
            {
                values.Add(States[random.Next(States.Length)].Value);
            }
        }

        return [.. values.Skip(4).Where((_, i) => i % 7 == seed % 7), values[^1]];
    }

    static Tensor Noise(Shape shape) => Tensor.From([.. Enumerable.Range(0, (int)shape.Count).Select(i => MathF.Sin(i * 1.7f))], shape);

    void Assign(System.Random random, Tensor value)
    {
        State[] fitting = [.. States.Where(state => state.Shape == value.Shape)];
        fitting[random.Next(fitting.Length)].Assign(value);
    }

    /// <summary>One more value, of either of the two shapes.</summary>
    static Tensor Make(System.Random random, List<Tensor> values)
    {
        Tensor a = values[random.Next(values.Count)];
        Tensor[] alike = [.. values.Where(value => value.Shape == a.Shape)];
        Tensor b = alike[random.Next(alike.Length)];
        int n = a.Shape[0], m = a.Shape[1];
        Tensor made = random.Next(13) switch
        {
            0 => a + b,
            1 => a - b,
            2 => a * b,
            3 => a.Maximum(b),
            4 => a.Transpose() + 0.5f,
            5 => a.Transpose(),
            6 => a.MatMul(b.Transpose()).MatMul(b) * 0.2f,
            7 => Concat.Of(0, a.Slice(0, 1, n - 1), b.Slice(0, 0, 1)),
            8 => Concat.Of(1, a.Slice(1, 0, 2), b.Slice(1, 2, m - 2)) * 0.9f,
            9 => a - b.Mean(random.Next(2), keepAxis: true),
            10 => a.Gather(Tensor.From([.. Enumerable.Range(0, n).Select(i => (i * 5 + 1) % n)], [n])),
            11 => a.ScatterAdd(Tensor.From([.. Enumerable.Range(0, n).Select(i => i / 2)], [n]), n),
            _ => (a.Reshape([m, n]).Transpose() * 0.5f).Reshape([n, m]),
        };
        return random.Next(3) == 0 ? made.Tanh() : made;
    }
}
