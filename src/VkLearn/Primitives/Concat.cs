using VkLearn.Compile;

namespace VkLearn.Primitives;

/// <summary>
/// Tensors one after the other along an axis. On the first axis each is written in place by what makes it, where it can be.
/// </summary>
public sealed record Concat(int Axis) : Op
{
    protected override TensorType[] Infer(TensorType[] inputs)
    {
        TensorType first = inputs[0];
        if (inputs.Any(input => input.Type != first.Type || input.Type.IsPacked() || input.Shape.Rank != first.Shape.Rank
            || input.Shape.With(Axis, 0) != first.Shape.With(Axis, 0)))
        {
            throw new ArgumentException(
                $"Concat: all but axis {Axis} must agree, and the type be one of Float32 and Int32, " +
                $"received {string.Join(" and ", inputs)}.");
        }

        return [first with { Shape = first.Shape.With(Axis, inputs.Sum(input => (long)input.Shape[Axis])) }];
    }

    protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
    {
        (int outer, int pitch, int inner) = outputTypes[0].Shape.Around(Axis);
        double[] y = new double[outer * pitch * inner];
        int offset = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            int span = inputTypes[i].Shape[Axis] * inner;
            for (int o = 0; o < outer; o++)
            {
                Array.Copy(inputs[i], o * span, y, o * pitch * inner + offset, span);
            }

            offset += span;
        }

        return [y];
    }

    protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs)
    {
        (int outer, int pitch, int inner) = outputs[0].Shape.Around(Axis);
        int offset = 0;
        foreach (Tensor input in inputs)
        {
            int span = input.Shape[Axis] * inner;
            pass.Dispatch("Concat", pass.InRounds((long)outer * span), input, outputs[0], outer, span, pitch * inner, offset);
            if (outer == 1)
            {
                pass.Copies(new TensorPart(input, outputs[0], offset));
            }

            offset += span;
        }
    }

    protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
    {
        Tensor?[] parts = new Tensor?[inputs.Length];
        int start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = gradients[0]!.Slice(Axis, start, inputs[i].Shape[Axis]);
            start += inputs[i].Shape[Axis];
        }

        return parts;
    }

    /// <summary>Tensors one after the other along an axis.</summary>
    public static Tensor Of(int axis, params Tensor[] tensors) => new Concat(tensors[0].Shape.Axis(axis, "Concat")).Apply(tensors)[0];
}
