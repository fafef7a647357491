using VkLearn.Compile;
using VkLearn.Ops;

namespace VkLearn.Ops
{
    /// <summary>
    /// For each row of logits [rows, classes] and its label [rows]: 1 where the row's first maximum stands at the label, else 0. A label
    /// below 0, and a row with a NaN, is no hit. Where the same logits and labels have a loss, its kernel makes them too
    /// (shaders/ops/SoftmaxCrossEntropy.comp).
    /// </summary>
    public sealed record Hits : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            SoftmaxCrossEntropy.Check(this, inputs[0], inputs[1]);
            Tensor peak = inputs[0].Max(-1); // NaN, which equals nothing, if the row has one
            return [inputs[0].ArgMax(-1).EqualTo(inputs[1]) * peak.EqualTo(peak)];
        }

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) => new SoftmaxCrossEntropy().Dispatch(
            pass, inputs[0], inputs[1], Arg.Nothing, Arg.Nothing, Arg.Nothing, outputs[0]);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => [null, null];

        protected override Func<Op, Op?>? JointWith => static first => first switch
        {
            SoftmaxCrossEntropy loss => new SoftmaxCrossEntropyHits(loss.Smoothing),
            SoftmaxCrossEntropyForwardBackward { HasHits: false } both => both with { HasHits = true },
            _ => null,
        };
    }
}

namespace VkLearn
{
    public static class HitsSyntax
    {
        extension(Tensor logits)
        {
            /// <summary>1 for each row whose largest logit is the label's, else 0.</summary>
            public Tensor Hits(Tensor label) => new Hits().Apply(logits, label)[0];
        }
    }
}
