using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Ops;

/// <summary>
/// For each row of logits [rows, classes] and its label [rows]: log(sum(exp(x))) - x[label]. A label below 0 marks a row that does not
/// count: 0. A label beyond the classes gives NaN. Of x[label] the share Smoothing is taken of all classes' mean instead (label smoothing:
/// Szegedy et al. 2016, section 7).
/// </summary>
public sealed record SoftmaxCrossEntropy(float Smoothing = 0) : Op
{
    internal const uint Loss = 1, Gradient = 2;

    protected internal override Tensor[] Define(Tensor[] inputs)
    {
        (Tensor logits, Tensor label) = (inputs[0], inputs[1]);
        Check(logits, label);
        int rows = logits.Rows, classes = logits.Cols;
        Tensor surprise = -logits.LogSoftmax();
        Tensor loss = surprise.Reshape([rows * classes])
            .Gather(Where.Select(Beyond(label, classes), new Fill([rows], -1, DType.Int32).Apply()[0],
                label + new Iota([rows]).Apply()[0] * Classes(classes)));
        loss = Smoothing == 0 ? loss : loss * (1 - Smoothing) + surprise.Mean(-1) * Smoothing;
        return [Where.Select(label.Cast(DType.Float32) < 0f, Tensor.Zeros([rows]), loss)];
    }

    static Tensor Classes(int classes) => new Fill([], classes, DType.Int32).Apply()[0];
    static Tensor Beyond(Tensor label, int classes) => label.Cast(DType.Float32) > classes - 0.5f;

    static void Check(Tensor logits, Tensor label)
    {
        if (logits.Shape.Rank != 2 || label.TensorType != new TensorType([logits.Shape[0]], DType.Int32))
        {
            throw new ArgumentException(
                $"SoftmaxCrossEntropy: needs logits [rows, classes] and Int32 labels [rows], " +
                $"received {logits.TensorType} and {label.TensorType}.");
        }
    }

    protected internal override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
        Dispatch(pass, Loss, inputs[0], inputs[1], Arg.Nothing, outputs[0], Arg.Nothing);

    /// <param name="makes"><see cref="Loss"/>, <see cref="Gradient"/> or both.</param>
    internal void Dispatch(Pass pass, uint makes, Tensor logits, Tensor label, Arg gradient, Arg loss, Arg toLogits) =>
        Rowwise.Dispatch(pass, "SoftmaxCrossEntropy", logits, [("MAKES", makes)], logits, label, gradient, loss, toLogits, Smoothing);

    protected internal override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [new SoftmaxCrossEntropyBackward(Smoothing).Apply(inputs[0], inputs[1], gradients[0]!)[0], null];
}

/// <summary>
/// (softmax(x) - one at the label, smoothed) g for each row, 0 where the label is below 0: by construction the gradient of
/// <see cref="SoftmaxCrossEntropy"/>.
/// </summary>
public sealed record SoftmaxCrossEntropyBackward(float Smoothing = 0) : Op
{
    SoftmaxCrossEntropy Forward => new(Smoothing);

    protected internal override Tensor[] Define(Tensor[] inputs) =>
        [Differentiation.Of(Forward.Define(inputs[..2]), [inputs[2]], [inputs[0]])[0]!];

    protected internal override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
        Forward.Dispatch(pass, SoftmaxCrossEntropy.Gradient, inputs[0], inputs[1], inputs[2], Arg.Nothing, outputs[0]);

    protected internal override (Op With, Op Both)? Joint => (Forward, new SoftmaxCrossEntropyForwardBackward(Smoothing));
}

/// <summary>What <see cref="SoftmaxCrossEntropy"/> and then <see cref="SoftmaxCrossEntropyBackward"/> make, in one dispatch.</summary>
public sealed record SoftmaxCrossEntropyForwardBackward(float Smoothing = 0) : Op
{
    SoftmaxCrossEntropy Forward => new(Smoothing);

    protected internal override Tensor[] Define(Tensor[] inputs) =>
        [Forward.Apply(inputs[..2])[0], new SoftmaxCrossEntropyBackward(Smoothing).Apply(inputs)[0]];

    protected internal override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) => Forward.Dispatch(
        pass, SoftmaxCrossEntropy.Loss | SoftmaxCrossEntropy.Gradient, inputs[0], inputs[1], inputs[2], outputs[0], outputs[1]);
}
