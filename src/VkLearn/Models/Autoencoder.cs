using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Layers;

namespace VkLearn.Models;

/// <summary>
/// An encoder to a code and a decoder back (Rumelhart, Hinton and Williams 1986; deep: Hinton and Salakhutdinov 2006). As a layer it gives
/// what the decoder makes of the code: logits, where a loss of them follows.
/// </summary>
public sealed class Autoencoder : Layer
{
    /// <param name="encoder">[N, ..item] to codes [N, ..].</param>
    /// <param name="decoder">Codes to as many values as an item has.</param>
    public Autoencoder(Layer encoder, Layer decoder) => (Encoder, Decoder) = (Add("encoder", encoder), Add("decoder", decoder));

    public Layer Encoder { get; }

    public Layer Decoder { get; }

    /// <summary>Dense layers down to a code and the same turned over, with an activation after each but the code's and the last.</summary>
    /// <param name="widths">Values of an item, then neurons of each layer; the last are the code's: 784, 1000, 500, 250, 30.</param>
    /// <param name="activation">Makes one.</param>
    /// <param name="code">Makes the code's activation; null: codes are linear.</param>
    /// <param name="tied">Whether the decoder's weights are the encoder's turned over, and not its own.</param>
    /// <exception cref="ArgumentException">There are fewer than two widths.</exception>
    public static Autoencoder Of(IReadOnlyList<int> widths, Func<Layer> activation, Func<Layer>? code = null, bool tied = false)
    {
        if (widths.Count < 2)
        {
            throw new ArgumentException($"Autoencoder: widths are those of an item, of layers between, and of the code, such as [784, 30]; "
                + $"received [{string.Join(", ", widths)}].", nameof(widths));
        }

        Dense[] down = [.. widths.Zip(widths.Skip(1), (from, to) => new Dense(from, to))];
        IEnumerable<Layer> up = down.Reverse().Select(Layer (dense) => tied ? new TransposedDense(dense)
            : new Dense(dense.Weight.Shape[1], dense.Weight.Shape[0]));
        return new(new Sequential([.. Between(down, activation), .. code is null ? [] : new[] { code() }]),
            new Sequential([.. Between(up, activation)]));
    }

    static IEnumerable<Layer> Between(IEnumerable<Layer> layers, Func<Layer> activation) =>
        layers.SelectMany((layer, i) => i == 0 ? new[] { layer } : [activation(), layer]);

    /// <summary>[N, ..item] to codes.</summary>
    public Tensor Encode(Tensor items) => Encoder.Forward(items);

    /// <summary>Codes to what the decoder makes of them, in the shape of items.</summary>
    /// <exception cref="ArgumentException">It makes another number of values.</exception>
    public Tensor Decode(Tensor code, Shape items)
    {
        Tensor made = Decoder.Forward(code);
        return made.Shape.Count == items.Count ? made.Reshape(items) : throw new ArgumentException(
            $"Autoencoder: items are {items}, but the decoder gives {made.Shape}. End it with as many values as an item has: "
            + $"{items.Count / items[0]}.");
    }

    protected override Tensor Apply(Tensor input) => Decoder.Forward(Encode(input));

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Autoencoder",
        "An encoder and a decoder; or by widths dense layers down to a code and back, whose weights may be tied.",
        settings => !settings.Has("widths")
            ? new Autoencoder(Catalog<Layer>.Read(settings.Required("encoder")), Catalog<Layer>.Read(settings.Required("decoder")))
            : Of(settings.Ints("widths", min: 1), Maker(settings.Required("activation")),
                settings.Child("codeActivation") is { } code ? Maker(code) : null, settings.Flag("tied", false)));

    /// <summary>Makes as many as are asked for; that it can is known at once.</summary>
    static Func<Layer> Maker(Settings settings)
    {
        Catalog<Layer>.Read(settings);
        return () => Catalog<Layer>.Read(settings);
    }
}
