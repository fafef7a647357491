namespace VkLearn.Benchmarks;

/// <summary>What a case reads: a type, the range that its values are drawn from, and what holds them.</summary>
sealed record Operand(TensorType Type, float Low, float High, Holding Holding = Holding.Constant)
{
    public static Operand Floats(params int[] sizes) => new(new TensorType(Shape.Of(sizes), DType.Float32), -1, 1);

    /// <summary>Floats from 0 to 1.</summary>
    public static Operand Positive(params int[] sizes) => Floats(sizes) with { Low = 0 };

    /// <summary>Whole numbers from 0 to below high.</summary>
    public static Operand Below(int high, params int[] sizes) => new(new TensorType(Shape.Of(sizes), DType.Int32), 0, high);

    public static Operand Bytes(params int[] sizes) => new(new TensorType(Shape.Of(sizes), DType.UInt8), 0, 256);

    public static Operand Counter { get; } = new(new TensorType([], DType.Int32), 0, 0, Holding.Counter);

    /// <summary>Values as a constant holds them: float[], int[] or byte[].</summary>
    public Array Values(System.Random random)
    {
        float[] values = new float[Type.Shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Low + random.NextSingle() * (High - Low);
        }

        return Type.Type switch
        {
            DType.Int32 => Array.ConvertAll(values, value => (int)value),
            DType.UInt8 => Array.ConvertAll(values, value => (byte)value),
            _ => values,
        };
    }

    /// <summary>The operand as a constant.</summary>
    public Tensor Constant(Array values) => values switch
    {
        int[] ints => Tensor.From(ints, Type.Shape),
        byte[] bytes => Tensor.From(bytes, Type.Shape),
        _ => Tensor.From((float[])values, Type.Shape),
    };
}

/// <summary>What an operand is on the device.</summary>
enum Holding
{
    /// <summary>A constant.</summary>
    Constant,

    /// <summary>A place, as parameters are.</summary>
    Place,

    /// <summary>A counter, at 0.</summary>
    Counter,
}
