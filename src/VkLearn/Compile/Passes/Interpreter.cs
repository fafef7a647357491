namespace VkLearn.Compile;

/// <summary>
/// Runs definitions in float64 on the CPU: the reference that every kernel is tested against, and what folds constants. Slow and plain on
/// purpose. Integers and bytes are held as doubles too, exactly.
/// </summary>
sealed class Interpreter(Clock clock)
{
    readonly Dictionary<Tensor, double[]> values = [];

    /// <summary>Gives a leaf its value.</summary>
    public Interpreter Bind(Tensor leaf, double[] value)
    {
        values[leaf] = value;
        return this;
    }

    public double[] Value(Tensor tensor) => Values([tensor])[0];

    public double[][] Values(Tensor[] tensors)
    {
        foreach (Node node in Node.Before(tensors, values.ContainsKey))
        {
            double[][] results = Run(node.Op, [.. node.Inputs.Select(ValueOf)], [.. node.Inputs.Select(input => input.TensorType)]);
            for (int i = 0; i < results.Length; i++)
            {
                values[node.Outputs[i]] = results[i];
            }
        }

        return [.. tensors.Select(ValueOf)];
    }

    /// <summary>An op's outputs on these inputs.</summary>
    public double[][] Run(Op op, double[][] inputs, TensorType[] types)
    {
        if (op.Evaluated(inputs, types, op.Inferred(types), clock) is { } evaluated)
        {
            return evaluated;
        }

        Definition definition = Definition.Of(op, types);
        Interpreter inner = new(clock);
        for (int i = 0; i < inputs.Length; i++)
        {
            inner.Bind(definition.Inputs[i], inputs[i]);
        }

        return inner.Values(definition.Outputs);
    }

    double[] ValueOf(Tensor tensor) =>
        values.TryGetValue(tensor, out double[]? value) ? value
        : tensor.Leaf is ConstantLeaf constant ? ToDoubles(constant.Values)
        : throw new InvalidOperationException($"The interpreter has no value for {tensor}.");

    static double[] ToDoubles(Array values) => values switch
    {
        float[] floats => Array.ConvertAll(floats, x => (double)x),
        Half[] halves => Array.ConvertAll(halves, x => (double)x),
        int[] ints => Array.ConvertAll(ints, x => (double)x),
        byte[] bytes => Array.ConvertAll(bytes, x => (double)x),
        _ => throw new ArgumentException($"Constants are float[], Half[], int[] or byte[], received {values.GetType().Name}."),
    };
}
