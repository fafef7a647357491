using VkLearn.Compile;

namespace VkLearn.Learners;

/// <summary>
/// Networks of one form side by side, each with weights of its own, such as one for each fold: [networks, rows, inFeatures] to a score
/// each, [networks, rows]. Linear, or with one hidden layer of tanh.
/// </summary>
public sealed class ParallelNetworks : Layer
{
    readonly int networks, inFeatures, hidden;
    readonly Parameter weight, bias;
    readonly Parameter? outWeight, outBias;

    /// <param name="hidden">Units of the hidden layer; 0: there is none.</param>
    public ParallelNetworks(int networks, int inFeatures, int hidden = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(networks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 0);
        (this.networks, this.inFeatures, this.hidden) = (networks, inFeatures, hidden);
        int units = Math.Max(1, hidden);
        weight = Add("weight", [networks, inFeatures, units], Initializer.Glorot(inFeatures, units));
        bias = Add("bias", [networks, 1, units], Initializer.Zeros);
        if (hidden > 0)
        {
            outWeight = Add("outWeight", [networks, hidden, 1], Initializer.Glorot(hidden, 1));
            outBias = Add("outBias", [networks, 1, 1], Initializer.Zeros);
        }
    }

    /// <summary>The sum of the squares of each network's weights, without biases: [networks].</summary>
    public Tensor SquaredWeights()
    {
        Tensor squares = Squares(weight);
        return outWeight is null ? squares : squares + Squares(outWeight);

        Tensor Squares(Parameter of) => of.Value.Square().Reshape([networks, (int)(of.Shape.Count / networks)]).Sum(1);
    }

    /// <summary>Gives all of them new random weights (Glorot and Bengio 2010) and biases of 0, in what is being traced.</summary>
    public void Restart()
    {
        Draw(weight, inFeatures, Math.Max(1, hidden));
        Clear(bias);
        if (outWeight is not null)
        {
            Draw(outWeight, hidden, 1);
            Clear(outBias!);
        }
    }

    protected override Tensor Apply(Tensor input)
    {
        if (input.Shape.Rank != 3 || input.Shape[0] != networks || input.Shape[2] != inFeatures)
        {
            throw new ArgumentException($"ParallelNetworks \"{Path}\": needs [{networks}, rows, {inFeatures}], received {input.Shape}.");
        }

        Tensor score = input.MatMul(weight.Value) + bias.Value;
        score = outWeight is null ? score : score.Tanh().MatMul(outWeight.Value) + outBias!.Value;
        return score.Reshape([networks, input.Shape[1]]);
    }

    static void Draw(Parameter of, int fanIn, int fanOut)
    {
        float limit = MathF.Sqrt(6f / (fanIn + fanOut));
        Trace.Current.Assign(of, (Tensor.Uniform(of.Shape) * 2 - 1) * limit, by: nameof(ParallelNetworks));
    }

    static void Clear(Parameter of) => Trace.Current.Assign(of, Tensor.Zeros(of.Shape), by: nameof(ParallelNetworks));
}
