using VkLearn.Layers;
using VkLearn.Primitives;

namespace VkLearn.Models;

/// <summary>
/// ReLU(x' + f(x)), f being two 3x3 convolutions each normalised by its batch, a ReLU between them (He et al. 2016, figure 2); with
/// pre-activation x' + f(x), where each normalisation and ReLU stands before its convolution. x' is x, or where the block halves the image
/// every second pixel, with channels of zeros on both sides (option A).
/// </summary>
public sealed class ResidualBlock : Layer
{
    readonly int stride, added;
    readonly bool preActivation;
    readonly Conv2d first, second;
    readonly BatchNorm firstNorm, secondNorm;

    /// <param name="stride">Of the first convolution.</param>
    public ResidualBlock(int inChannels, int outChannels, int stride = 1, bool preActivation = false)
    {
        (this.stride, added, this.preActivation) = (stride, outChannels - inChannels, preActivation);
        first = Add("conv1", new Conv2d(inChannels, outChannels, 3, stride, padding: 1, bias: false));
        firstNorm = Add("norm1", new BatchNorm(preActivation ? inChannels : outChannels));
        second = Add("conv2", new Conv2d(outChannels, outChannels, 3, padding: 1, bias: false));
        secondNorm = Add("norm2", new BatchNorm(outChannels));
    }

    protected override Tensor Apply(Tensor input) => preActivation
        ? second.Forward(secondNorm.Forward(first.Forward(firstNorm.Forward(input).Relu())).Relu()) + Shortcut(input)
        : (secondNorm.Forward(second.Forward(firstNorm.Forward(first.Forward(input)).Relu())) + Shortcut(input)).Relu();

    Tensor Shortcut(Tensor input)
    {
        Tensor x = stride == 1 ? input : input.AvgPool2d(1, stride);
        return added == 0 ? x : x.Pad(1, added / 2, added - added / 2);
    }
}
