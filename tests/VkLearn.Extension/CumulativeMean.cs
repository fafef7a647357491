using VkLearn.Primitives;

namespace VkLearn.Extension;

/// <summary>
/// The running mean along the rows of [rows, cols], scaled by a weight a column, less what such means were on average in training:
/// a layer with a parameter and a state that behaves differently in evaluation.
/// </summary>
public sealed class CumulativeMean : Layer
{
    readonly float momentum;

    public CumulativeMean(int cols, float momentum = 0.5f, Initializer? weight = null)
    {
        this.momentum = momentum;
        Weight = Add("weight", [cols], weight ?? Initializer.Ones);
        Mean = AddState("mean", []);
    }

    /// <summary>[cols].</summary>
    public Parameter Weight { get; }

    /// <summary>A scalar: the average of the output over the steps of training, the later the heavier.</summary>
    public State Mean { get; }

    protected override Tensor Apply(Tensor input)
    {
        Tensor count = new Iota([input.Cols]).Apply()[0].Cast(DType.Float32) + 1, mean = input.CumulativeSum() / count * Weight;
        if (!IsTraining)
        {
            return mean - Mean;
        }

        Mean.Assign(Mean.Value * momentum + mean.Mean().Detach() * (1 - momentum));
        return mean - mean.Mean().Detach();
    }
}
