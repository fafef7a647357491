using VkLearn.Formats;
using VkLearn.Primitives;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// A generator, which makes items of noise, and a critic, which says a number of items, the greater the more it takes them for real. Images
/// are to both numbers from -1 to 1. Both may be told which class is meant, by 1 for it and 0 for the others, [N, classes].
/// </summary>
/// <param name="Generator">Noise [N, latent] to items [N, ..item], images by a tanh.</param>
/// <param name="Critic">Items to [N, 1]; logits where the game is <see cref="AdversarialLoss.NonSaturating"/>.</param>
/// <param name="Latent">Numbers that an item is made of.</param>
public sealed record Players(Layer Generator, Layer Critic, int Latent)
{
    public AdversarialLoss Loss { get; init; }

    public LatentNoise Noise { get; init; }

    /// <summary>
    /// Of the numbers that an item is made of, so many, the last, say one of as many kinds: 1 for one at random, 0 for the others (the
    /// categorical code of Chen et al. 2016). What lies apart, as digits do, no generator can make of noise that is all in one piece
    /// without items in between.
    /// </summary>
    public int Kinds { get; init; }

    /// <summary>
    /// Of the range or deviation of the noise, by which samples are drawn: below 1 they are surer and less unlike each other (Brock et al.
    /// 2019, section 3.1).
    /// </summary>
    public float Truncation { get; init; } = 1;

    /// <summary>Noise to learn to make as many items of: [count, latent].</summary>
    public Tensor Draw(int count) => Draw(count, scale: 1);

    /// <summary>Noise to make as many samples of: [count, latent].</summary>
    public Tensor DrawSamples(int count) => Draw(count, Truncation);

    Tensor Draw(int count, float scale)
    {
        Tensor noise = Noise.Draw([count, Latent - Kinds]);
        noise = scale == 1 ? noise : noise * scale;
        return Kinds == 0 ? noise : Concat.Of(1, noise, Tensor.Uniform([count, Kinds]).ArgMax(-1).OneHot(Kinds));
    }

    /// <summary>Of noise [N, latent] items as the critic takes them.</summary>
    public Tensor Make(Tensor noise, Tensor? told = null) => Generator.Forward(Conditioning.Beside(noise, told));

    /// <summary>What the critic says of items as it takes them: [N, 1].</summary>
    public Tensor Judge(Tensor items, Tensor? told = null) => Critic.Forward(Conditioning.Beside(items, told));

    /// <summary>
    /// What the critic says of items as they are in the data, so that it is above 0 where it takes them for real and below where not, from
    /// -0.5 to 0.5, [N, 1]. Of <see cref="AdversarialLoss.Wasserstein"/>, where only differences count, it is what it says.
    /// </summary>
    public Tensor Lean(Tensor items)
    {
        Tensor said = Judge(Signed(items));
        return Loss switch
        {
            AdversarialLoss.NonSaturating => said.Sigmoid() - 0.5f,
            AdversarialLoss.LeastSquares => said.Clamp(0, 1) - 0.5f,
            AdversarialLoss.Hinge => said.Clamp(-1, 1) * 0.5f,
            _ => said,
        };
    }

    /// <summary>Where each item would have to go for the generator to win by it most quickly, as they are in the data, of a mean length of
    /// 1: [N, ..item].</summary>
    public Tensor Pull(Tensor items)
    {
        Tensor pull = -Loss.OfGenerator(Judge(Signed(items))).Gradients(of: [items])[0];
        Tensor length = pull.Flatten().Square().Sum(1).Sqrt().Mean();
        return pull * (1 / length.Maximum(1e-30f));
    }

    /// <summary>Images from 0 to 1 as the players have them; other items as they are.</summary>
    public static Tensor Signed(Tensor items) => IsImages(items) ? items * 2 - 1 : items;

    /// <summary>The way back.</summary>
    public static Tensor Unsigned(Tensor items) => IsImages(items) ? (items + 1) * 0.5f : items;

    static bool IsImages(Tensor items) => items.Shape.Rank == 4;

    internal static Players Read(Settings settings)
    {
        int latent = settings.Int("latent", min: 1, max: 65536);
        return new(settings.Model("generator"), settings.Model("critic"), latent)
        {
            Loss = settings.OneOf<AdversarialLoss>("loss", AdversarialLoss.NonSaturating),
            Noise = settings.OneOf<LatentNoise>("noise", LatentNoise.Normal),
            Kinds = settings.Int("kinds", 0, min: 0, max: latent - 1),
            Truncation = settings.Float("truncation", 1, min: 0.01f, max: 1),
        };
    }
}
