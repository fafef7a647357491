namespace VkLearn.Primitives;

/// <summary>What the elementwise primitives share: inputs of one shape, and a function of one element of each.</summary>
static class Elementwise
{
    /// <summary>The common type of an op's inputs.</summary>
    /// <exception cref="ArgumentException">The inputs differ in shape or type, or are packed.</exception>
    public static TensorType[] Infer(Op op, TensorType[] inputs, bool floatsOnly = false)
    {
        TensorType first = inputs[0];
        if (inputs.Any(input => input != first))
        {
            throw new ArgumentException($"{op.Name}: inputs must have one shape and type, received {string.Join(" and ", inputs)}.");
        }

        if (first.Type.IsPacked() || (floatsOnly && first.Type != DType.Float32))
        {
            throw new ArgumentException(
                $"{op.Name}: needs {(floatsOnly ? "Float32" : "Float32 or Int32")}, received {first}. Cast it first.");
        }

        return [first];
    }

    /// <exception cref="ArgumentException">
    /// The input is bytes, which only a cast and a batch read: four lie in a word, and kernels write words.
    /// </exception>
    public static void RefuseBytes(Op op, TensorType input)
    {
        if (input.Type == DType.UInt8)
        {
            throw new ArgumentException($"{op.Name}: needs Float32 or Int32, received {input}. Cast it first.");
        }
    }

    /// <summary>For ops whose definition would repeat an input along an axis, which their kernels do not.</summary>
    /// <exception cref="ArgumentException">A tensor has another shape or type than this op takes.</exception>
    public static void Expect(Op op, string what, Tensor tensor, Shape shape, DType type = DType.Float32)
    {
        if (tensor.TensorType != new TensorType(shape, type))
        {
            throw new ArgumentException($"{op.Name}: {what} must be {type} {shape}, received {tensor.Type} {tensor.Shape}.");
        }
    }

    /// <summary>A whole number as 32 bits of it are.</summary>
    public static double Wrapped(double whole) => unchecked((int)(long)whole);

    public static double[][] Map(double[][] x, Func<double, double> f) => [Array.ConvertAll(x[0], value => f(value))];

    public static double[][] Map(double[][] x, Func<double, double, double> f)
    {
        double[] y = new double[x[0].Length];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = f(x[0][i], x[1][i]);
        }

        return [y];
    }

    public static double[][] Map(double[][] x, Func<double, double, double, double> f)
    {
        double[] y = new double[x[0].Length];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = f(x[0][i], x[1][i], x[2][i]);
        }

        return [y];
    }
}
