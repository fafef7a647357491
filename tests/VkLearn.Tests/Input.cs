namespace VkLearn.Tests;

/// <summary>What an op is tested on: a type, and how each element is drawn from a number in [0, 1).</summary>
public sealed record Input(TensorType Type, Func<float, float> Draw)
{
    /// <summary>Floats from -2 to 2.</summary>
    public static Input Of(Shape shape) => Between(-2, 2, shape);

    public static Input Between(float low, float high, Shape shape) =>
        new(new TensorType(shape, DType.Float32), u => low + u * (high - low));

    /// <summary>Floats of both signs, none nearer to 0 than a tenth: where a function has its kink, differences say nothing.</summary>
    public static Input AwayFromZero(Shape shape) =>
        new(new TensorType(shape, DType.Float32), u => u < 0.5f ? -0.1f - 3 * u : 0.1f + 3 * (u - 0.5f));

    /// <summary>Floats among few values, so that many are equal.</summary>
    public static Input Ties(Shape shape) => new(new TensorType(shape, DType.Float32), u => MathF.Floor(u * 5) - 2);

    /// <summary>Whole numbers from low to below high.</summary>
    public static Input Ints(int low, int high, Shape shape) =>
        new(new TensorType(shape, DType.Int32), u => MathF.Floor(low + u * (high - low)));

    public static Input Bytes(Shape shape) => new(new TensorType(shape, DType.UInt8), u => MathF.Floor(u * 256));

    /// <summary>These very values.</summary>
    public static Input Values(params float[] values)
    {
        int next = 0;
        return new(new TensorType([values.Length], DType.Float32), _ => values[next++ % values.Length]);
    }

    public bool IsFloat => Type.Type == DType.Float32;

    /// <summary>Values as a constant holds them: float[], int[] or byte[].</summary>
    internal Array Values(System.Random random)
    {
        float[] values = new float[Type.Shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Draw(random.NextSingle());
        }

        return Type.Type switch
        {
            DType.Int32 => Array.ConvertAll(values, x => (int)x),
            DType.UInt8 => Array.ConvertAll(values, x => (byte)x),
            _ => values,
        };
    }

    public override string ToString() => Type.ToString();
}
