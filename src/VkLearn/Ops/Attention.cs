using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// Scaled dot product attention (Vaswani et al. 2017, equation 1): softmax(q k' / sqrt(D)) v, of queries [B, T, D], keys [B, S, D] and
    /// values [B, S, E], to [B, T, E]. Causal, a query sees the keys up to its own place, and with more keys than queries those before.
    /// </summary>
    public sealed record Attention(bool IsCausal) : Op
    {
        const float Hidden = -1e30f; // whose exponential is 0

        protected override Tensor[] Define(Tensor[] inputs)
        {
            (Tensor query, Tensor key, Tensor value) = (inputs[0], inputs[1], inputs[2]);
            (Shape q, Shape k, Shape v) = (query.Shape, key.Shape, value.Shape);
            if (q.Rank != 3 || k.Rank != 3 || v.Rank != 3 || q[0] != k[0] || k[0] != v[0] || q[2] != k[2] || k[1] != v[1]
                || (IsCausal && k[1] < q[1]))
            {
                throw new ArgumentException("Attention: needs queries [B, T, D], keys [B, S, D] and values [B, S, E]"
                    + $"{(IsCausal ? ", causal S not below T" : "")}; received {q}, {k} and {v}.");
            }

            Tensor scores = query.MatMul(key.Transpose()) * (1 / MathF.Sqrt(q[2]));
            return [(IsCausal ? Where.Select(IsAhead(q[1], k[1]), Hidden, scores) : scores).Softmax().MatMul(value)];
        }

        /// <summary>[T, S]: 1 where a key stands behind its query.</summary>
        static Tensor IsAhead(int queries, int keys)
        {
            Tensor query = new Iota([queries]).Apply()[0].Cast(DType.Float32).Reshape([queries, 1]);
            return query + (keys - queries) < new Iota([keys]).Apply()[0].Cast(DType.Float32);
        }
    }
}

namespace VkLearn
{
    public static class AttentionSyntax
    {
        extension(Tensor query)
        {
            /// <summary>What queries [B, T, D] find among keys [B, S, D] of values [B, S, E]: [B, T, E] (Vaswani et al. 2017).</summary>
            /// <param name="isCausal">Whether a query sees only what stands up to its own place.</param>
            public Tensor Attention(Tensor key, Tensor value, bool isCausal = false) => new Attention(isCausal).Apply(query, key, value)[0];
        }
    }
}
