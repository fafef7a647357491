using VkLearn.Ops;

namespace VkLearn.Ops
{
    /// <summary>
    /// Additive attention (Bahdanau et al. 2015, section A.1.2): of queries [B, T, A], keys [B, S, A], a weight [A], values [B, S, E]
    /// the scores weight · tanh(q + k), their softmax over the keys [B, T, S], and the values' means by that, [B, T, E]. It makes the
    /// means, and what each query looked at.
    /// </summary>
    public sealed record AdditiveAttentionOp : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            (Tensor query, Tensor key, Tensor weight, Tensor value) = (inputs[0], inputs[1], inputs[2], inputs[3]);
            (Shape q, Shape k, Shape v) = (query.Shape, key.Shape, value.Shape);
            if (q.Rank != 3 || k.Rank != 3 || v.Rank != 3 || q[0] != k[0] || k[0] != v[0] || q[2] != k[2] || k[1] != v[1]
                || weight.Shape != Shape.Of([q[2]]))
            {
                throw new ArgumentException("AdditiveAttention: needs queries [B, T, A], keys [B, S, A], a weight [A] and values "
                    + $"[B, S, E]; received {q}, {k}, {weight.Shape} and {v}.");
            }

            Tensor met = (query.Reshape([q[0], q[1], 1, q[2]]) + key.Reshape([k[0], 1, k[1], k[2]])).Tanh();
            Tensor seen = (met * weight).Sum(-1).Softmax();
            return [seen.MatMul(value), seen];
        }
    }
}

namespace VkLearn
{
    /// <summary>What queries find.</summary>
    /// <param name="Found">The values' means, [B, T, E].</param>
    /// <param name="Seen">How much each query looked at each key, [B, T, S].</param>
    public sealed record Attended(Tensor Found, Tensor Seen);

    public static class AdditiveAttentionSyntax
    {
        extension(Tensor query)
        {
            /// <summary>What queries [B, T, A] find among keys [B, S, A] of values [B, S, E], [B, T, E], and how much they looked at each,
            /// [B, T, S]: by weight · tanh(query + key) (Bahdanau et al. 2015).</summary>
            /// <param name="weight">[A].</param>
            public Attended AdditiveAttention(Tensor key, Tensor weight, Tensor value)
            {
                Tensor[] made = new AdditiveAttentionOp().Apply(query, key, weight, value);
                return new(made[0], made[1]);
            }
        }
    }
}
