namespace VkLearn.Compile;

/// <summary>What is dispatched as one: a kernel op, a fused elementwise program, or a GEMM with its epilogue.</summary>
/// <param name="Position">Where in program order it runs: later than all that it reads.</param>
sealed record Step(int Position, Tensor[] Inputs, Tensor[] Outputs, Op? Op, Action<Pass> Emit)
{
    public string Label => Outputs[0].Name ?? Op?.Name ?? "elementwise";
}
