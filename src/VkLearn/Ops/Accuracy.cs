using VkLearn.Compile;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// Scale times the number of rows whose largest logit is the label's: logits [rows, classes] and labels [rows] to a scalar. Labels
    /// below 0, and rows with a NaN, do not count.
    /// </summary>
    public sealed record Accuracy(float Scale) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs) => [new Hits().Apply(inputs)[0].Sum() * Scale];

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
            pass.Dispatch("Accuracy", 1, pass.RowLocalSize, [], inputs[0], inputs[1], outputs[0], inputs[0].Rows, inputs[0].Cols, Scale);

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) => [null, null];
    }
}

namespace VkLearn
{
    public static class AccuracySyntax
    {
        extension(Tensor logits)
        {
            /// <summary>Of the rows whose label counts the share whose largest logit is the label's, counted on the GPU; 0 where none does.
            /// </summary>
            public Tensor Accuracy(Tensor label) => label.Counted() is { } counted
                ? logits.Correct(label) / counted.Sum().Maximum(1f)
                : new Accuracy(1f / logits.Rows).Apply(logits, label)[0];

            /// <summary>The number of rows whose largest logit is the label's.</summary>
            public Tensor Correct(Tensor label) => new Accuracy(1).Apply(logits, label)[0];
        }
    }
}
