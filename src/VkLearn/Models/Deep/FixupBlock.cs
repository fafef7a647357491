using VkLearn.Layers;

namespace VkLearn.Models;

/// <summary>
/// h + scale (ReLU((h + b1) W1 + b2) + b3) W2 + b4, which learns in stacks of any depth without normalisation: W1 by He et al. 2015 times
/// blocks^(-1/2), W2 of zeros, the scale 1 and the scalars b of 0 at first (Zhang et al. 2019, section 3.2).
/// </summary>
public sealed class FixupBlock : Layer
{
    readonly Dense first, second;
    readonly Parameter scale;
    readonly Parameter[] shifts;

    /// <param name="blocks">How many there are in the stack.</param>
    public FixupBlock(int width, int blocks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        float limit = MathF.Sqrt(6f / width / blocks);
        first = Add("first", new Dense(width, width, bias: false, Initializer.Uniform(limit)));
        second = Add("second", new Dense(width, width, bias: false, Initializer.Zeros));
        scale = Add("scale", [1], Initializer.Ones);
        shifts = [.. Enumerable.Range(1, 4).Select(i => Add($"shift{i}", [1], Initializer.Zeros))];
    }

    protected override Tensor Apply(Tensor input)
    {
        Tensor hidden = (first.Forward(input + shifts[0]) + shifts[1]).Relu();
        return input + second.Forward(hidden + shifts[2]) * scale + shifts[3];
    }
}
