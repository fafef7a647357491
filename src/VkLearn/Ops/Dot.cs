using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Ops;

/// <summary>
/// Scale times the sum of all of x times t: two tensors of one shape to a scalar. Always added in the same order, that of <see cref="Sum"/>
/// over the product, and so of the same bits.
/// </summary>
public sealed record Dot(double Scale = 1) : Op
{
    protected override Tensor[] Define(Tensor[] inputs)
    {
        if (inputs[0].Shape != inputs[1].Shape)
        {
            throw new ArgumentException($"Dot: {inputs[0].Shape} and {inputs[1].Shape} differ. Give two tensors of one shape.");
        }

        return new Sum(0, Scale).Apply((inputs[0] * inputs[1]).Reshape([checked((int)inputs[0].Shape.Count)]));
    }

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
        Primitives.Reduction.Dot(pass, inputs[0], inputs[1], outputs[0], (float)Scale);
}
