using VkLearn.Compile;

namespace VkLearn;

/// <summary>
/// A pure function of tensors. It is its definition first: <see cref="Define"/> states it in smaller ops, which gives its shapes, its first
/// gradient and its test reference; <see cref="Dispatch"/> and <see cref="Backward"/> add the fast kernels. Records of scalars, enums and
/// <see cref="Shape"/> only: their equality says whether two applications compute the same.
/// </summary>
public abstract record Op
{
    /// <summary>
    /// What plans, messages and tests call it: the type's name, without "Op" at its end. An op that shares its name with a layer ends so
    /// (<c>Conv2dOp</c>), so that one file can use both.
    /// </summary>
    public virtual string Name => GetType().Name is var name && name.Length > 2 && name.EndsWith("Op", StringComparison.Ordinal)
        ? name[..^2] : name;

    /// <summary>
    /// The meaning, in smaller ops. An op whose meaning cannot be said so overrides <see cref="Evaluate"/> and <see cref="Infer"/>.
    /// </summary>
    protected virtual Tensor[] Define(Tensor[] inputs) =>
        throw new NotSupportedException($"{Name} has no definition: override Define, or Evaluate and Infer.");

    /// <summary>The kernels. Without an override the op runs as what its definition is made of.</summary>
    protected virtual void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) => pass.Inline();

    /// <summary>Whether its kernel runs a fused program (shaders/include/elementwise.glsl) on each element it makes.</summary>
    internal virtual bool TakesProgram => false;

    /// <summary>The kernels, with a program on what they make; only of an op that takes one.</summary>
    /// <param name="outputs">What the program stores; without one the op's own.</param>
    internal virtual void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs, FusedProgram? program) =>
        throw new NotSupportedException($"{Name} takes no program.");

    /// <summary>
    /// The gradient of each input (null: it has none), from the gradient of each output (null: nothing asked for it). Made of ops, so that
    /// it has a gradient itself. Without an override it is the gradient of the definition.
    /// </summary>
    protected virtual Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
    {
        Tensor[] defined = Define(inputs);
        return Differentiation.Of(defined, gradients, inputs);
    }

    /// <summary>The outputs' shapes and types; throws, saying what would be right, where the inputs do not fit.</summary>
    protected virtual TensorType[] Infer(TensorType[] inputs) => Definition.Of(this, inputs).OutputTypes;

    /// <summary>The values, in float64 on the CPU: the reference that kernels are tested against. Null: evaluate the definition.</summary>
    protected virtual double[][]? Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        null;

    /// <summary>Whether an output is known to have no element below 0, such as labels that all count.</summary>
    internal virtual bool IsNonNegative(Tensor[] inputs, int output) => false;

    /// <summary>False: its inputs are taken as given by what comes after it.</summary>
    internal virtual bool PassesGradients => true;

    /// <summary>
    /// The step of a fused elementwise program that computes this (shaders/include/elementwise.glsl), 0 if it is not elementwise.
    /// </summary>
    internal virtual uint Opcode(DType type) => 0;

    /// <summary>
    /// Whether every device gives the same bits for it (Vulkan specification, "Precision of Individual Operations": correctly rounded), so
    /// that of constants it can be computed beforehand.
    /// </summary>
    internal virtual bool IsExact => false;

    /// <summary>Floating point operations of its products: 2 M N K of a matrix product. What adds to each element only counts as 0.
    /// </summary>
    internal virtual double Flops(TensorType[] inputs, TensorType[] outputs) => 0;

    /// <summary>
    /// Whether of this input each element is read only where the element of that index is written, so that an output may take its memory.
    /// </summary>
    protected virtual bool ReadsInPlace(int input) => false;

    /// <summary>
    /// Gives the op whose kernel makes the outputs of another op and then of this one in a single dispatch, where the inputs of the one are
    /// the first of the other's; null where there is none. Null: with no op there is.
    /// </summary>
    protected virtual Func<Op, Op?>? JointWith => null;

    // What an op overrides is protected, alike in this project and outside; the house asks for it by these.
    internal Tensor[] Defined(Tensor[] inputs) => Define(inputs);
    internal void Dispatched(Pass pass, Tensor[] inputs, Tensor[] outputs) => Dispatch(pass, inputs, outputs);
    internal Tensor?[] Differentiated(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => Backward(inputs, outputs, gradients);
    internal TensorType[] Inferred(TensorType[] inputs) => Infer(inputs);
    internal double[][]? Evaluated(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock) =>
        Evaluate(inputs, inputTypes, outputTypes, clock);
    internal bool IsReadInPlace(int input) => ReadsInPlace(input);
    internal Func<Op, Op?>? JoinedWith => JointWith;

    /// <summary>Traces this op on tensors.</summary>
    public Tensor[] Apply(params Tensor[] inputs)
    {
        TensorType[] types = new TensorType[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            types[i] = inputs[i].TensorType;
        }

        Trace trace = Trace.Current;
        TensorType[] outputs = Infer(types);
        if (trace.IsDefinition is null) // what a definition passes through, a kernel need not
        {
            RefuseTooLarge(outputs);
        }

        Node node = new(this, inputs, outputs, trace.Origin);
        trace.Traced(node);
        return node.Outputs;
    }

    /// <summary>Kernels count elements in 32 bits, and so do arrays.</summary>
    /// <exception cref="ArgumentException">An output would have 2^31 elements or more.</exception>
    internal void RefuseTooLarge(TensorType[] outputs)
    {
        foreach (TensorType output in outputs)
        {
            if (output.Shape.Count > int.MaxValue)
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"{Name}: {output} would have {output.Shape.Count:n0} elements, and a tensor has at most {int.MaxValue:n0}. ")
                    + "Use a smaller batch, or compute it in parts.");
            }
        }
    }
}

/// <summary>What random numbers are drawn from: the seed and the RNG clock of a step.</summary>
public readonly record struct Clock(uint Seed, uint Time);
