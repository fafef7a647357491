using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>x plus a learned vector for each step (Gehring et al. 2017): [N, T, features] to the same, T up to length.</summary>
public sealed class Position : Layer, IAcrossSteps
{
    /// <param name="length">Steps at most.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public Position(int length, int features, Initializer? weight = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        Weight = Add("weight", [length, features], weight ?? Initializer.Normal(0.02f), "step", "feature");
    }

    /// <summary>[length, features].</summary>
    public Parameter Weight { get; }

    protected override Tensor Apply(Tensor input)
    {
        (int length, int features) = (Weight.Shape[0], Weight.Shape[1]);
        return input.Shape.Rank == 3 && input.Cols == features && input.Shape[1] <= length
            ? input + Weight.Value.Slice(0, 0, input.Shape[1])
            : throw new ArgumentException($"Position \"{Path}\": needs sequences [N, T, {features}] of at most {length} steps, received "
                + $"{input.Shape}.");
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Position",
        "x plus a learned vector for each step (Gehring et al. 2017): [N, T, features] to the same.",
        settings => new Position(settings.Int("length", min: 1, max: 1 << 20), settings.Int("features", min: 1, max: 1 << 16)));
}
