namespace VkLearn.Ops;

/// <summary>How much of a recurrence a tensor tells of.</summary>
enum Extent
{
    /// <summary>[N, T, gates units].</summary>
    Gates,

    /// <summary>[N, T, units]: a state at each step.</summary>
    AllSteps,

    /// <summary>[N, units]: a state.</summary>
    OneStep,

    /// <summary>[units, gates units]: the recurrent weight.</summary>
    Matrix,

    /// <summary>[gates units].</summary>
    Bias,

    /// <summary>[3, units]: how gates see the cell.</summary>
    Peepholes,

    /// <summary>Int32 [N].</summary>
    Lengths,
}

/// <summary>What a recurrent op goes over, and how wide it is.</summary>
readonly record struct RecurrentSizes(int Sequences, int Steps, int Units, int Gates)
{
    public double Flops => 2.0 * Sequences * Steps * Units * Units * Gates;

    public TensorType Of(Extent extent) => extent switch
    {
        Extent.Gates => Float(Sequences, Steps, Gates * Units),
        Extent.AllSteps => Float(Sequences, Steps, Units),
        Extent.OneStep => Float(Sequences, Units),
        Extent.Matrix => Float(Units, Gates * Units),
        Extent.Bias => Float(Gates * Units),
        Extent.Peepholes => Float(3, Units),
        _ => new TensorType([Sequences], DType.Int32),
    };

    static TensorType Float(params int[] sizes) => new(Shape.Of(sizes), DType.Float32);
}

/// <summary>A recurrent op's inputs by name: of those that it may have, in their order, some are there.</summary>
/// <param name="gates">Products that a unit needs at each step.</param>
sealed class RecurrentInputs(Op op, int gates, params (string Name, Extent Extent, bool IsThere)[] all)
{
    readonly (string Name, Extent Extent, bool IsThere)[] there = [.. all.Where(one => one.IsThere)];

    /// <summary>The sizes: the first input has a row for each step of each sequence.</summary>
    /// <exception cref="ArgumentException">Inputs are missing or do not fit, or there is no step.</exception>
    public RecurrentSizes Sizes(ReadOnlySpan<TensorType> inputs)
    {
        if (inputs.Length != there.Length)
        {
            throw new ArgumentException(
                $"{op.Name}: takes {string.Join(", ", there.Select(one => one.Name))}, received {inputs.Length} inputs.");
        }

        (Shape steps, Shape matrix) = (inputs[0].Shape, inputs[Array.FindIndex(there, one => one.Extent == Extent.Matrix)].Shape);
        if (steps.Rank != 3 || steps[1] < 1 || matrix.Rank != 2 || matrix[0] < 1)
        {
            throw new ArgumentException($"{op.Name}: needs {there[0].Name} [N, T, ..] of one step or more and the recurrent weight "
                + $"[units, {gates} x units], received {steps} and {matrix}.");
        }

        RecurrentSizes sizes = new(steps[0], steps[1], matrix[0], gates);
        for (int i = 0; i < there.Length; i++)
        {
            if (inputs[i] != sizes.Of(there[i].Extent))
            {
                throw new ArgumentException(
                    $"{op.Name}: {there[i].Name} must be {sizes.Of(there[i].Extent)} with these sizes, received {inputs[i]}.");
            }
        }

        return sizes;
    }

    public RecurrentSizes Sizes(Tensor[] inputs) => Sizes([.. inputs.Select(input => input.TensorType)]);

    /// <summary>An input by its name; null: it is not there.</summary>
    public Tensor? Find(Tensor[] inputs, string name) =>
        Array.FindIndex(there, one => one.Name == name) is >= 0 and int at ? inputs[at] : null;

    /// <summary>What an op returns for its inputs, where each is said by name; null for the others.</summary>
    public Tensor?[] Gradients(params (string Name, Tensor? Gradient)[] gradients) =>
        [.. there.Select(one => Array.Find(gradients, gradient => gradient.Name == one.Name).Gradient)];
}
