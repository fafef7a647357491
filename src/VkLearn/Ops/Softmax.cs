using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>exp(x) over its sum along the last axis, less the maximum first so that nothing overflows.</summary>
    public sealed record Softmax : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            Tensor e = (inputs[0] - inputs[0].Max(-1, keepAxis: true).Detach()).Exp();
            return [e / e.Sum(-1, keepAxis: true)];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
            Rowwise.Dispatch(pass, "Softmax", inputs[0], inputs[0], outputs[0]);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
            [new SoftmaxBackward().Apply(outputs[0], gradients[0]!)[0]];
    }

    /// <summary>y (g - sum of g y along the last axis), the gradient of a softmax by its output y.</summary>
    public sealed record SoftmaxBackward : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            Elementwise.Expect(this, "the gradient", inputs[1], inputs[0].Shape);
            return [inputs[0] * (inputs[1] - (inputs[1] * inputs[0]).Sum(-1, keepAxis: true))];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
            Rowwise.Dispatch(pass, "SoftmaxBackward", inputs[0], inputs[0], inputs[1], outputs[0]);
    }
}

namespace VkLearn
{
    public static class SoftmaxSyntax
    {
        extension(Tensor x)
        {
            /// <summary>Probabilities along the last axis.</summary>
            public Tensor Softmax() => new Softmax().Apply(x)[0];

            /// <summary>The logarithm of the probabilities along the last axis.</summary>
            public Tensor LogSoftmax()
            {
                Tensor shifted = x - x.Max(-1, keepAxis: true).Detach();
                return shifted - shifted.Exp().Sum(-1, keepAxis: true).Log();
            }
        }
    }
}
