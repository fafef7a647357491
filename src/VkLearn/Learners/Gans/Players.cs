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

    /// <summary>Noise to make as many items of: [count, latent].</summary>
    public Tensor Draw(int count) => Noise.Draw([count, Latent]);

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
}
