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
    const uint MakesLoss = 1, MakesGradient = 2, MakesHits = 4;

    protected override Tensor[] Define(Tensor[] inputs)
    {
        (Tensor logits, Tensor label) = (inputs[0], inputs[1]);
        Check(this, logits, label);
        int rows = logits.Rows, classes = logits.Cols;
        Tensor surprise = -logits.LogSoftmax(), beyond = Beyond(label, classes);
        Tensor loss = surprise.Reshape([rows * classes])
            .Gather(Where.Select(beyond, new Fill([rows], 0, DType.Int32).Apply()[0], label)
                + new Iota([rows]).Apply()[0] * Classes(classes));
        loss = Smoothing == 0 ? loss : loss * (1 - Smoothing) + surprise.Mean(-1) * Smoothing;
        loss *= Where.Select(beyond, float.NaN, Tensor.Ones([rows])); // a factor, so that the gradient is NaN too
        return [Where.Select(label.Cast(DType.Float32) < 0f, Tensor.Zeros([rows]), loss)];
    }

    static Tensor Classes(int classes) => new Fill([], classes, DType.Int32).Apply()[0];
    static Tensor Beyond(Tensor label, int classes) => label.Cast(DType.Float32) > classes - 0.5f;

    /// <exception cref="ArgumentException">These are no logits and their labels.</exception>
    internal static void Check(Op op, Tensor logits, Tensor label)
    {
        if (logits.Shape.Rank != 2 || label.TensorType != new TensorType([logits.Shape[0]], DType.Int32))
        {
            throw new ArgumentException(
                $"{op.Name}: needs logits [rows, classes] and Int32 labels [rows], " +
                $"received {logits.TensorType} and {label.TensorType}.");
        }
    }

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
        Dispatch(pass, inputs[0], inputs[1], Arg.Nothing, outputs[0], Arg.Nothing, Arg.Nothing);

    /// <summary>Makes the loss, its gradient by the logits and the hits: what of them is asked for.</summary>
    internal void Dispatch(Pass pass, Tensor logits, Tensor label, Arg gradient, Arg loss, Arg toLogits, Arg hits)
    {
        uint makes = (Is(loss) ? MakesLoss : 0) | (Is(toLogits) ? MakesGradient : 0) | (Is(hits) ? MakesHits : 0);
        Rowwise.Dispatch(pass, "SoftmaxCrossEntropy", logits, [("MAKES", makes)], logits, label, gradient, loss, toLogits, hits, Smoothing);

        static bool Is(Arg argument) => argument.Tensors.Length > 0;
    }

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients) =>
        [new SoftmaxCrossEntropyBackward(Smoothing).Apply(inputs[0], inputs[1], gradients[0]!)[0], null];
}

/// <summary>
/// (softmax(x) - one at the label, smoothed) g for each row, 0 where the label is below 0: by construction the gradient of
/// <see cref="SoftmaxCrossEntropy"/>.
/// </summary>
public sealed record SoftmaxCrossEntropyBackward(float Smoothing = 0) : Op
{
    SoftmaxCrossEntropy Forward => new(Smoothing);

    protected override Tensor[] Define(Tensor[] inputs) =>
        [Differentiation.Of(Forward.Defined(inputs[..2]), [inputs[2]], [inputs[0]])[0]!];

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
        Forward.Dispatch(pass, inputs[0], inputs[1], inputs[2], Arg.Nothing, outputs[0], Arg.Nothing);

    protected override Func<Op, Op?>? JointWith =>
        first => first.Equals(Forward) ? new SoftmaxCrossEntropyForwardBackward(Smoothing) : null;
}

/// <summary>
/// What <see cref="SoftmaxCrossEntropy"/>, then <see cref="SoftmaxCrossEntropyBackward"/>, and then <see cref="Hits"/>, if it is asked for,
/// make, in one dispatch.
/// </summary>
public sealed record SoftmaxCrossEntropyForwardBackward(float Smoothing = 0, bool HasHits = false) : Op
{
    SoftmaxCrossEntropy Forward => new(Smoothing);

    protected override Tensor[] Define(Tensor[] inputs)
    {
        Tensor[] both = [Forward.Apply(inputs[..2])[0], new SoftmaxCrossEntropyBackward(Smoothing).Apply(inputs)[0]];
        return HasHits ? [.. both, new Hits().Apply(inputs[..2])[0]] : both;
    }

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) => Forward.Dispatch(
        pass, inputs[0], inputs[1], inputs[2], outputs[0], outputs[1], HasHits ? outputs[2] : Arg.Nothing);
}

/// <summary>What <see cref="SoftmaxCrossEntropy"/> and then <see cref="Hits"/> make, in one dispatch.</summary>
public sealed record SoftmaxCrossEntropyHits(float Smoothing = 0) : Op
{
    SoftmaxCrossEntropy Forward => new(Smoothing);

    protected override Tensor[] Define(Tensor[] inputs) => [Forward.Apply(inputs)[0], new Hits().Apply(inputs)[0]];

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
        Forward.Dispatch(pass, inputs[0], inputs[1], Arg.Nothing, outputs[0], Arg.Nothing, outputs[1]);
}
