using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>[N, features] to [N, ..item]: what <see cref="Flatten"/> did undone, as before a convolution turned round.</summary>
/// <param name="item">The shape of what each row becomes, of as many values.</param>
public sealed class Unflatten(Shape item) : Layer
{
    protected override Tensor Apply(Tensor input) => input.Shape.Count == input.Shape[0] * item.Count
        ? input.Reshape([input.Shape[0], .. item])
        : throw new ArgumentException($"Unflatten \"{Path}\": input {input.Shape} has {input.Shape.Without(0).Count} values a row, item "
            + $"{item} is of {item.Count}.");

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Unflatten", "[N, features] to [N, ..item], such as images again.",
        settings => new Unflatten(Shape.Of(settings.Ints("item", min: 1))));
}
