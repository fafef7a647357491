using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Layers;

/// <summary>
/// A convolution of lines [N, C, L] to [N, OC, OL], OL = (L + 2 padding - dilation (kernelSize - 1) - 1) / stride + 1 rounded down, by
/// weights [OC, C / groups, kernelSize] (Waibel et al. 1989: a time-delay network): that of images of one row.
/// </summary>
public sealed class Conv1d : Layer
{
    readonly int inChannels, groups;
    readonly WindowAxis along;

    /// <param name="padding">Zeros on each side.</param>
    /// <param name="groups">Into how many the channels are cut, each convolved by itself; inChannels: depthwise.</param>
    /// <param name="weight">By default He et al. 2015 for the inputs of one output.</param>
    /// <exception cref="ArgumentException">A size is below 1, or groups does not divide the channels.</exception>
    public Conv1d(int inChannels, int outChannels, int kernelSize, int stride = 1, int padding = 0, int dilation = 1, int groups = 1,
        bool bias = true, Initializer? weight = null)
        : this(inChannels, outChannels, kernelSize, new WindowAxis(stride, padding, padding, dilation), groups, bias, weight)
    {
    }

    /// <param name="along">How the kernel goes along the line, with padding of its own before and after.</param>
    /// <inheritdoc cref="Conv1d(int, int, int, int, int, int, int, bool, Initializer?)"/>
    public Conv1d(int inChannels, int outChannels, int kernelSize, WindowAxis along, int groups = 1, bool bias = true,
        Initializer? weight = null)
    {
        ConvolutionLayer.Check("Conv1d", inChannels, outChannels, new Window(1, kernelSize, new(1), along), groups);
        (this.inChannels, this.along, this.groups) = (inChannels, along, groups);
        int depth = inChannels / groups;
        Weight = Add("weight", [outChannels, depth, kernelSize], weight ?? Initializer.He(depth * kernelSize),
            "filter", "channel", "place");
        Bias = bias ? Add("bias", [outChannels], Initializer.Zeros, "filter") : null;
    }

    /// <summary>[outChannels, inChannels / groups, kernelSize].</summary>
    public Parameter Weight { get; }

    /// <summary>[outChannels]; null without bias.</summary>
    public Parameter? Bias { get; }

    protected override Tensor Apply(Tensor input)
    {
        Shape x = input.Shape, weight = Weight.Shape;
        if (x.Rank != 3 || x[1] != inChannels)
        {
            throw new ArgumentException($"Conv1d \"{Path}\": needs lines [N, {inChannels}, L] for weight {weight}, received {x}."
                + (x.Rank == 3 ? $" Use inChannels: {x[1]}." : ""));
        }

        Tensor product = input.Reshape([x[0], x[1], 1, x[2]])
            .Conv2d(Weight.Value.Reshape([weight[0], weight[1], 1, weight[2]]), new WindowAxis(1), along, groups);
        Tensor made = Bias is null ? product : product + Bias.Value.Reshape([weight[0], 1, 1]);
        return made.Reshape([x[0], weight[0], made.Shape[3]]);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Conv1d",
        "A convolution of lines, [N, C, L] to [N, OC, OL]; along: where padding before and after differ.",
        settings => new Conv1d(
            settings.Int("inChannels", min: 1, max: 1 << 16), settings.Int("outChannels", min: 1, max: 1 << 16),
            settings.Int("kernelSize", min: 1, max: 1 << 12), settings.Along(),
            settings.Int("groups", 1, min: 1, max: 1 << 16), settings.Flag("bias", true),
            settings.Initializer("weight")));
}
