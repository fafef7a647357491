namespace VkLearn.Layers;

/// <summary>
/// What <see cref="Conv2d"/> and <see cref="ConvTranspose2d"/> share: images [N, inChannels, H, W], a weight, and a bias.
/// </summary>
public abstract class ConvolutionLayer : Layer
{
    readonly int inChannels;

    /// <exception cref="ArgumentException">A size is below 1, or groups does not divide the channels.</exception>
    private protected ConvolutionLayer(int inChannels, int outChannels, Window window, int groups)
    {
        Check(GetType().Name, inChannels, outChannels, window, groups);
        (this.inChannels, Window, Groups) = (inChannels, window, groups);
    }

    internal static void Check(string layer, int inChannels, int outChannels, Window window, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outChannels, 1);
        window.Check(layer);
        if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new ArgumentException(
                $"{layer}: groups must divide inChannels: {inChannels} and outChannels: {outChannels}, received {groups}.",
                nameof(groups));
        }
    }

    /// <summary>The shape is the layer's.</summary>
    public Parameter Weight { get; private protected init; } = null!;

    /// <summary>[outChannels]; null without bias.</summary>
    public Parameter? Bias { get; private protected init; }

    private protected Window Window { get; }
    private protected int Groups { get; }

    private protected abstract Tensor Convolve(Tensor images);

    private protected Parameter? MakeBias(bool isWanted, int outChannels) =>
        isWanted ? Add("bias", [outChannels], Initializer.Zeros, "filter") : null;

    protected override Tensor Apply(Tensor input)
    {
        if (input.Shape.Rank != 4 || input.Shape[1] != inChannels)
        {
            throw new ArgumentException(
                $"{GetType().Name} \"{Path}\": needs images [N, {inChannels}, H, W] for weight {Weight.Shape}, received {input.Shape}."
                + (input.Shape.Rank == 4 ? $" Use inChannels: {input.Shape[1]}." : ""));
        }

        Tensor product = Convolve(input);
        return Bias is null ? product : product + Bias.Value.Reshape([Bias.Shape[0], 1, 1]);
    }
}
