using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>
/// x plus sines and cosines of each step, of wavelengths from 2 pi to 10,000 times that (Vaswani et al. 2017, section 3.5):
/// [N, T, features] to the same, for any T.
/// </summary>
public sealed class SinusoidalPosition : Layer, IAcrossSteps
{
    protected override Tensor Apply(Tensor input) => input.Shape.Rank == 3
        ? input + Tensor.From(Waves(input.Shape[1], input.Cols), [input.Shape[1], input.Cols])
        : throw new ArgumentException($"SinusoidalPosition \"{Path}\": needs sequences [N, T, features], received {input.Shape}.");

    /// <summary>[steps, features]: a sine and its cosine beside each other.</summary>
    static float[] Waves(int steps, int features) =>
    [
        .. from step in Enumerable.Range(0, steps)
           from feature in Enumerable.Range(0, features)
           let angle = step * Math.Pow(10_000, -(feature & ~1) / (double)features)
           select (float)(feature % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle)),
    ];

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("SinusoidalPosition",
        "x plus sines and cosines of each step (Vaswani et al. 2017): [N, T, features] to the same.", _ => new SinusoidalPosition());
}
