using VkLearn.Primitives;

namespace VkLearn.Ops;

/// <summary>
/// max(x, 0) - x t + log(1 + exp(-|x|)) for each logit x and target t: the binary cross entropy of sigmoid(x), which no x overflows.
/// </summary>
public sealed record BinaryCrossEntropy : Op
{
    protected override Tensor[] Define(Tensor[] inputs)
    {
        (Tensor x, Tensor t) = (inputs[0], inputs[1]);
        Elementwise.Expect(this, "the targets", t, x.Shape);
        return [x.Maximum(0f) - x * t + (-x.Abs()).Exp().Log1p()];
    }

    // sigmoid(x) - t: exact where the pieces of the definition would cancel.
    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [gradients[0]! * (inputs[0].Sigmoid() - inputs[1]), gradients[0]! * -inputs[0]];
}
