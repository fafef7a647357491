using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Layers;

/// <summary>
/// x where it is above 0, else slope x, with a slope for all or for each channel of [N, C, ...], which is learned (He et al. 2015, eq. 1).
/// </summary>
public sealed class PRelu : Layer
{
    /// <param name="channels">1: one slope for all.</param>
    /// <param name="slope">What the slopes are at first.</param>
    /// <exception cref="ArgumentException">There is no channel.</exception>
    public PRelu(int channels = 1, float slope = 0.25f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Weight = Add("weight", [channels], Initializer.Constant(slope));
        Weight.Decays = false; // it would be drawn to a plain ReLU, as the paper says
    }

    /// <summary>[channels], the slopes.</summary>
    public Parameter Weight { get; }

    protected override Tensor Apply(Tensor input) =>
        Weight.Shape[0] == 1 || (input.Shape.Rank >= 2 && input.Shape[1] == Weight.Shape[0]) ? input.PRelu(Weight)
            : throw new ArgumentException($"PRelu \"{Path}\": input {input.Shape} must be [N, {Weight.Shape[0]}, ...]."
                + (input.Shape.Rank < 2 ? " Use channels: 1." : $" Use channels: {input.Shape[1]}, or 1."));

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("PRelu",
        "x where it is above 0, else slope x, with a slope for all or for each channel that is learned (He et al. 2015).",
        settings => new PRelu(settings.Int("channels", 1, min: 1), settings.Float("slope", 0.25f)));
}
