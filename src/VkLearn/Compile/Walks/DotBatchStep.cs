using VkLearn.Ops;

namespace VkLearn.Compile;

/// <summary>Equal sums of products whose operands and results lie at constant strides, in one dispatch.</summary>
sealed record DotBatchStep(IReadOnlyList<Step> Steps) : Step(
    Steps[0].Position, [.. Steps.SelectMany(step => step.Inputs)], [.. Steps.SelectMany(step => step.Outputs)], Steps[0].Op, _ => false,
    pass => Primitives.Reduction.Dots(pass, [.. Steps.Select(step => step.Inputs[0])], [.. Steps.Select(step => step.Inputs[1])],
        [.. Steps.Select(step => step.Outputs[0])], (float)((Dot)Steps[0].Op).Scale));
