using VkLearn.Primitives;

namespace VkLearn.Tests.Compile;

/// <summary>
/// A random graph over three inputs whose axes are 1 or [4, 6, 5] in some order: elementwise ops that keep values small, broadcasts,
/// permutations, reshapes, reductions and matrix products between them, random numbers, fills and constants, values used several times.
/// </summary>
sealed class RandomProgram(int seed, Tensor[] inputs)
{
    readonly System.Random random = new(seed);
    readonly List<Tensor> tensors = [.. inputs];

    public static Input[] Inputs(int seed)
    {
        System.Random random = new(seed);
        return [.. Enumerable.Range(0, 3).Select(_ => Input.Of([.. ((int[])[4, 6, 5]).Select(size => random.Next(4) == 0 ? 1 : size)]))];
    }

    /// <summary>The last tensor and two others.</summary>
    public Tensor[] Make(int nodes)
    {
        for (int i = 0; i < nodes; i++)
        {
            tensors.Add(Next());
        }

        return [tensors[^1], Any(), Any()];
    }

    // Mostly the latest ones, so that the graph is deep.
    Tensor Any() => tensors[^(1 + Math.Min(random.Next(tensors.Count), random.Next(tensors.Count)))];

    Tensor Next()
    {
        Tensor x = Any();
        return random.Next(25) switch
        {
            0 => x.Tanh(),
            1 => x.Sin(),
            2 => (x.Square() * -1f).Exp(),
            3 => (x.Square() + 0.5f).Log(),
            4 => (x.Square() + 0.1f).Sqrt(),
            5 => x.Erf(),
            6 => x.Relu(),
            7 => x.Gelu().Tanh(),
            8 => x.Dropout(0.25f),
            9 => Transposed(x),
            10 => Reshaped(x),
            11 => Reduced(x),
            12 => Product(x),
            13 => Tensor.Full(x.Shape, random.Next(-2, 3) * 0.35f),
            14 => Constant(x.Shape),
            16 when x.Shape.Rank > 0 => x.Sort(random.Next(x.Shape.Rank)).Values,
            17 when x.Shape.Rank > 0 => x.CumSum(random.Next(x.Shape.Rank)).Tanh(),
            15 => Where.Select(Tensor.Uniform(x.Shape) < (x.Tanh() + 1f) * 0.5f, x, Tensor.Full(x.Shape, 0.3f)),
            _ => Two(x, Fitting(x)),
        };
    }

    Tensor Two(Tensor x, Tensor y) => random.Next(7) switch
    {
        0 => (x + y) * 0.5f,
        1 => (x - y).Tanh(),
        2 => x.Tanh() * y.Tanh(),
        3 => x / (y.Square() + 1f),
        4 => x.Maximum(y),
        5 => Where.Select(x < y, x * 0.5f, y),
        _ => x.Minimum(y) + 0.25f,
    };

    Tensor Constant(Shape shape) => Tensor.From([.. Enumerable.Range(0, (int)shape.Count).Select(_ => random.NextSingle() - 0.5f)], shape);

    /// <summary>One that goes with another by broadcasting.</summary>
    Tensor Fitting(Tensor x)
    {
        Tensor[] fitting = [.. tensors.Where(y => Fits(x.Shape, y.Shape))];
        return fitting[random.Next(fitting.Length)];
    }

    static bool Fits(Shape a, Shape b) =>
        Enumerable.Range(1, Math.Min(a.Rank, b.Rank)).All(axis => a[^axis] == b[^axis] || a[^axis] == 1 || b[^axis] == 1)
        && b.Rank <= 4;

    Tensor Transposed(Tensor x)
    {
        int[] order = [.. Enumerable.Range(0, x.Shape.Rank)];
        random.Shuffle(order);
        return x.Permute(order);
    }

    Tensor Reshaped(Tensor x) => x.Shape.Rank < 2 || (x.Shape.Rank == 3 && random.Next(2) == 0)
        ? x.Reshape([1, .. x.Shape.Sizes])
        : x.Reshape([.. x.Shape.Sizes[..^2], x.Shape[^2] * x.Shape[^1]]);

    Tensor Reduced(Tensor x)
    {
        int axis = random.Next(Math.Max(1, x.Shape.Rank));
        return x.Shape.Rank == 0 ? x : random.Next(2) == 0 ? x.Mean(axis, keepAxis: true) : x.Max(axis, keepAxis: true);
    }

    Tensor Product(Tensor x) => x.Shape.Rank is 2 or 3
        ? new MatMul(false, true).Apply(x.Tanh(), x)[0] * 0.2f
        : x;
}
