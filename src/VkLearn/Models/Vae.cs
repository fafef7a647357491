using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Layers;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Models;

/// <summary>
/// A variational autoencoder (Kingma and Welling 2014): an encoder that gives each item a normal distribution of codes, of independent
/// numbers, and a decoder that makes items of codes, whose prior is the standard normal. As a layer it makes of items [N, ..item] what the
/// decoder makes of their means, as <see cref="Decode"/> does.
/// </summary>
public sealed class Vae : Layer, ICodec, IGenerator, IImputer
{
    /// <summary>The logarithm of a variance stays between this and its negative, so that neither it nor its inverse overflows.</summary>
    public const float LogVarianceBound = 10;

    static readonly float logOfRootOfTwoPi = MathF.Log(2 * MathF.PI) / 2;

    readonly Layer encoder, decoder;
    readonly Likelihood likelihood;
    readonly float deviation;

    /// <param name="encoder">[N, ..item] to [N, 2 latent]: means, then what the logarithms of variances are made of.</param>
    /// <param name="decoder">[N, latent] to as many numbers as an item has: see <see cref="Likelihood"/>.</param>
    /// <param name="latent">Numbers of a code.</param>
    /// <param name="deviation">Of <see cref="Likelihood.Gaussian"/> items around what is made of their code.</param>
    /// <exception cref="ArgumentOutOfRangeException">A code has no number, or the deviation is not above 0.</exception>
    public Vae(Layer encoder, Layer decoder, int latent, Likelihood likelihood = Likelihood.Bernoulli, float deviation = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latent, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviation);
        (this.likelihood, this.deviation, Latent) = (likelihood, deviation, latent);
        this.encoder = Add("encoder", encoder);
        this.decoder = Add("decoder", decoder);
    }

    /// <summary>Numbers of a code.</summary>
    public int Latent { get; }

    protected override Tensor Apply(Tensor input) => Decode(Encode(input));

    /// <summary>The means of each item's codes: [N, latent].</summary>
    public Tensor Encode(Tensor items) => Posterior(items).Mean;

    /// <summary>The distribution q(z|x) of each item's codes: two times [N, latent].</summary>
    /// <exception cref="ArgumentException">The encoder makes something else.</exception>
    public (Tensor Mean, Tensor LogVariance) Posterior(Tensor items)
    {
        Tensor made = encoder.Forward(items);
        Shape wanted = [items.Shape[0], 2 * Latent];
        return made.Shape != wanted ? throw new ArgumentException($"Vae: the encoder makes {made.Shape}, but a mean and a variance for "
            + $"each of {Latent} latent numbers are {wanted}. End it with outFeatures: {2 * Latent}.")
            : (made.Slice(1, 0, Latent), (made.Slice(1, Latent, Latent) * (1 / LogVarianceBound)).Tanh() * LogVarianceBound);
    }

    /// <summary>A code drawn from each distribution, through which gradients go (the reparameterisation, section 2.4).</summary>
    public static Tensor Sample(Tensor mean, Tensor logVariance) =>
        mean + (logVariance * 0.5f).Exp() * Tensor.Normal(mean.Shape);

    /// <summary>What the decoder makes of codes [N, latent]: logits or means.</summary>
    public Tensor ToItems(Tensor codes) => decoder.Forward(codes);

    /// <summary>The mean of items by what is made of their codes: of bits their probabilities.</summary>
    public Tensor MeanOf(Tensor made) => likelihood == Likelihood.Bernoulli ? made.Sigmoid() : made;

    /// <summary>The mean of the items of codes [N, latent].</summary>
    public Tensor Decode(Tensor code) => MeanOf(ToItems(code));

    /// <inheritdoc/>
    /// <remarks>A code is drawn for the items as they are, and items for the code (Rezende, Mohamed and Wierstra 2014, appendix F).
    /// </remarks>
    public (Tensor Items, Tensor Means) Impute(Tensor items, Tensor isKnown)
    {
        (Tensor mean, Tensor logVariance) = Posterior(items);
        Tensor means = Where.Select(isKnown, items, Decode(Sample(mean, logVariance)).Reshape(items.Shape));
        Tensor drawn = likelihood == Likelihood.Bernoulli ? means.Bernoulli() : means + Tensor.Normal(means.Shape) * deviation;
        return (Where.Select(isKnown, items, drawn), means);
    }

    /// <summary>log p(x|z) of each item [N, ..item] by what is made of its code, in nats: [N].</summary>
    /// <exception cref="ArgumentException">The decoder makes another number of elements.</exception>
    public Tensor LogLikelihood(Tensor items, Tensor made) => LogLikelihood(items, made, samples: 1).Reshape([items.Shape[0]]);

    /// <summary>KL(q(z|x) || p(z)) of each distribution, in nats (appendix B): [N].</summary>
    public static Tensor KlDivergence(Tensor mean, Tensor logVariance) =>
        ((mean.Square() + logVariance.Exp() - logVariance - 1) * 0.5f).Sum(1);

    /// <summary>
    /// A bound of log p(x) of each item, in nats: the mean of p(x, z) / q(z|x) over samples (Burda, Grosse and Salakhutdinov 2016,
    /// equation 8), which comes nearer the more there are: [N].
    /// </summary>
    public Tensor ImportanceWeightedBound(Tensor items, int samples)
    {
        (Tensor mean, Tensor logVariance) = Posterior(items);
        (int count, Shape each) = (items.Shape[0], [items.Shape[0], 1, Latent]);
        Tensor noise = Tensor.Normal([count, samples, Latent]), spread = logVariance.Reshape(each);
        Tensor codes = mean.Reshape(each) + (spread * 0.5f).Exp() * noise;
        Tensor priorLessPosterior = ((noise.Square() + spread - codes.Square()) * 0.5f).Sum(2);
        Tensor weights = LogLikelihood(items, ToItems(codes.Reshape([count * samples, Latent])), samples) + priorLessPosterior;
        return weights.LogSumExp(1) - MathF.Log(samples);
    }

    /// <param name="made">Of several codes an item, all of one item's together.</param>
    /// <returns>[N, samples].</returns>
    Tensor LogLikelihood(Tensor items, Tensor made, int samples)
    {
        int count = items.Shape[0], size = (int)(items.Shape.Count / count);
        if (made.Shape.Count != items.Shape.Count * samples)
        {
            throw new ArgumentException($"Vae: the decoder makes {made.Shape} for {count * samples} items of {size} elements each. "
                + $"End it with outFeatures: {size}.");
        }

        Tensor x = items.Reshape([count, 1, size]).BroadcastTo([count, samples, size]), y = made.Reshape([count, samples, size]);
        return likelihood == Likelihood.Bernoulli ? -new BinaryCrossEntropy().Apply(y, x)[0].Sum(2)
            : ((x - y) * (1 / deviation)).Square().Sum(2) * -0.5f - size * (MathF.Log(deviation) + logOfRootOfTwoPi);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("Vae",
        "A variational autoencoder (Kingma and Welling 2014): the encoder's layers end with 2 latent numbers, means and variances.",
        settings => new Vae(
            LayersOf(settings, "encoder"), LayersOf(settings, "decoder"), settings.Int("latent", min: 1, max: 65536),
            settings.OneOf<Likelihood>("likelihood", Likelihood.Bernoulli), settings.Float("deviation", 1, min: 1e-6f)));

    static Sequential LayersOf(Settings settings, string key) => new([.. settings.List(key).Select(Catalog<Layer>.Read)]);
}
