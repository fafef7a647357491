using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Ops
{
    /// <summary>
    /// The product over one axis, which goes: [.., n, ..] to [.., ..], 1 for n = 0. Halves are multiplied by halves, so that each gradient
    /// is made of products of the other elements: right where some are 0.
    /// </summary>
    public sealed record Prod(int Axis) : Op
    {
        protected override Tensor[] Define(Tensor[] inputs)
        {
            Tensor x = inputs[0];
            (int outer, int size, int inner) = x.Shape.Around(Axis);
            if (size == 0)
            {
                return [Tensor.Ones(x.Shape.Without(Axis))];
            }

            Tensor products = x.Reshape([outer, size, inner]);
            for (int left = size; left > 1; left = (left + 1) / 2)
            {
                int half = (left + 1) / 2;
                Tensor even = left % 2 == 0 ? products : products.Pad(1, 0, 1, 1);
                products = even.Slice(1, 0, half) * even.Slice(1, half, half);
            }

            return [products.Reshape(x.Shape.Without(Axis))];
        }
    }
}

namespace VkLearn
{
    public static class ProdSyntax
    {
        extension(Tensor x)
        {
            /// <summary>The product over an axis, which goes, or stays with size 1.</summary>
            public Tensor Prod(int axis, bool keepAxis = false)
            {
                axis = x.Shape.Axis(axis, "Prod");
                Tensor product = new Prod(axis).Apply(x)[0];
                return keepAxis ? product.Reshape(x.Shape.With(axis, 1)) : product;
            }

            /// <summary>The product of all elements, a scalar.</summary>
            public Tensor Prod() => x.Reshape([checked((int)x.Shape.Count)]).Prod(0);
        }
    }
}
