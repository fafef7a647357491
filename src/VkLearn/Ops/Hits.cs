using VkLearn.Primitives;

namespace VkLearn
{
    public static class HitsSyntax
    {
        extension(Tensor logits)
        {
            public Tensor Hits(Tensor label) => logits.ArgMax(-1).EqualTo(label);
        }
    }
}
