namespace VkLearn.Compile;

/// <summary>What is dispatched as one: a kernel op, a fused elementwise program, or a GEMM with its epilogue.</summary>
/// <param name="Position">Where in program order it runs: later than all that it reads.</param>
/// <param name="ReadsInPlace">
/// Whether an input is read only where the same element is written, so that an output may take its memory.
/// </param>
record Step(int Position, Tensor[] Inputs, Tensor[] Outputs, Op Op, Func<Tensor, bool> ReadsInPlace, Action<Pass> Emit)
{
    public string Label => Outputs[0].Name ?? Op.Name;

    /// <summary>Whether another computes the same of other tensors, and of other random numbers.</summary>
    public virtual bool IsLike(Step other) =>
        Op.Equals(other.Op) && Inputs.Select(input => input.TensorType).SequenceEqual(other.Inputs.Select(input => input.TensorType));

    /// <summary>See <see cref="FusedProgram.StreamsFrom"/>.</summary>
    public virtual uint? StreamsFrom(Step other) => 0;

    /// <summary>Whether an input is read at an element only where that element is made.</summary>
    public virtual bool ReadsAlike(int input) => false;
}
