namespace VkLearn.Compile;

/// <summary>What is dispatched as one: a kernel op, a fused elementwise program, or a GEMM with its epilogue.</summary>
/// <param name="Position">Where in program order it runs: later than all that it reads.</param>
/// <param name="ReadsInPlace">
/// Whether an input is read only where the same element is written, so that an output may take its memory.
/// </param>
record Step(int Position, Tensor[] Inputs, Tensor[] Outputs, Op Op, Func<Tensor, bool> ReadsInPlace, Action<Pass> Emit)
{
    public string Label => Outputs[0].Name ?? Op.Name;
}
