using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>Axes in another order, the batch's first as before: from convolutions' [N, C, T] by [0, 2, 1] to recurrent layers' [N, T, C].
/// </summary>
public sealed class PermuteAxes : Layer, IAcrossSteps
{
    readonly int[] order;

    /// <param name="order">Axis i of the output is axis order[i] of the input; it begins with 0.</param>
    /// <exception cref="ArgumentException">It is no order of axes, or moves the batch's.</exception>
    public PermuteAxes(params IReadOnlyList<int> order) => this.order =
        order.Count > 0 && order[0] == 0 && order.Order().SequenceEqual(Enumerable.Range(0, order.Count)) ? [.. order]
        : throw new ArgumentException($"PermuteAxes: order must begin with 0, the batch's axis, and name each axis once, received "
            + $"[{string.Join(", ", order)}].", nameof(order));

    protected override Tensor Apply(Tensor input) => input.Shape.Rank == order.Length ? input.Permute(order)
        : throw new ArgumentException(
            $"PermuteAxes \"{Path}\": [{string.Join(", ", order)}] is of {order.Length} axes, received {input.Shape}.");

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("PermuteAxes",
        "Axes in another order: [0, 2, 1] brings [N, C, T] of convolutions to [N, T, C] of recurrent layers.",
        settings => new PermuteAxes(settings.Ints("order", min: 0, max: 7)));
}
