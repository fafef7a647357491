using System.Runtime.CompilerServices;
using VkLearn.Formats;

namespace VkLearn.Layers;

/// <summary>
/// Each step of a sequence asks all others, in several heads at once (Vaswani et al. 2017, section 3.2.2): [N, T, features] to the same.
/// Queries, keys and values of all heads are one product.
/// </summary>
public sealed class SelfAttention : Layer, IAcrossSteps
{
    readonly Dense ask, answer;
    readonly Dropout? dropout;
    readonly int heads;
    readonly bool isCausal;

    /// <param name="isCausal">Whether a step sees only itself and those before it, as what foretells the next must.</param>
    /// <param name="dropout">The share of what the heads make together that is dropped in training.</param>
    /// <exception cref="ArgumentException">The features are no multiple of the heads.</exception>
    public SelfAttention(int features, int heads = 1, bool isCausal = true, float dropout = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        if (features < 1 || features % heads != 0)
        {
            throw new ArgumentException($"SelfAttention: features must be a multiple of heads {heads}, received {features}.");
        }

        (this.heads, this.isCausal) = (heads, isCausal);
        ask = Add("ask", new Dense(features, 3 * features));
        answer = Add("answer", new Dense(features, features));
        this.dropout = dropout > 0 ? Add("dropout", new Dropout(dropout)) : null;
    }

    protected override Tensor Apply(Tensor input)
    {
        int features = answer.Weight.Shape[0];
        if (input.Shape.Rank != 3 || input.Cols != features)
        {
            throw new ArgumentException($"SelfAttention \"{Path}\": needs sequences [N, T, {features}], received {input.Shape}.");
        }

        Tensor[] asked = [.. ask.Forward(input).Chunk(-1, 3).Select(InHeads)];
        Tensor found = Together(asked[0].Attention(asked[1], asked[2], isCausal), input.Shape[0]);
        Tensor made = answer.Forward(found);
        return dropout?.Forward(made) ?? made;
    }

    /// <summary>[N, T, features] to [N heads, T, features / heads].</summary>
    Tensor InHeads(Tensor x)
    {
        (int items, int steps, int each) = (x.Shape[0], x.Shape[1], x.Shape[2] / heads);
        return x.Reshape([items, steps, heads, each]).Permute(0, 2, 1, 3).Reshape([items * heads, steps, each]);
    }

    /// <summary>And back.</summary>
    Tensor Together(Tensor x, int items)
    {
        (int steps, int each) = (x.Shape[1], x.Shape[2]);
        return x.Reshape([items, heads, steps, each]).Permute(0, 2, 1, 3).Reshape([items, steps, heads * each]);
    }

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("SelfAttention",
        "Each step of a sequence asks all others, in several heads (Vaswani et al. 2017): [N, T, features] to the same; "
        + "causal: only those before.",
        settings => new SelfAttention(
            settings.Int("features", min: 1, max: 1 << 16), settings.Int("heads", 1, min: 1), settings.Flag("causal", true),
            settings.Float("dropout", 0, min: 0, max: 0.999f)));
}
