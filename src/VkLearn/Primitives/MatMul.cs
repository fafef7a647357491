using VkLearn.Compile;
using VkLearn.Primitives;

namespace VkLearn.Primitives
{
    /// <summary>
    /// C = op(A) op(B), each [M, K] or [batch, M, K] before its transposition; a matrix without a batch axis is shared by all. An operand
    /// is transposed by flag, not by a copy.
    /// </summary>
    public sealed record MatMul(bool TransposeA = false, bool TransposeB = false) : Op
    {
        protected override TensorType[] Infer(TensorType[] inputs)
        {
            Shape a = inputs[0].Shape, b = inputs[1].Shape;
            if (inputs.Any(input => input.Type != DType.Float32 || input.Shape.Rank is not (2 or 3)))
            {
                throw new ArgumentException(
                    $"MatMul: needs Float32 matrices, [M, K] or [batch, M, K], received {inputs[0]} and {inputs[1]}.");
            }

            (int m, int k) = TransposeA ? (a[^1], a[^2]) : (a[^2], a[^1]);
            (int rows, int n) = TransposeB ? (b[^1], b[^2]) : (b[^2], b[^1]);
            if (k != rows || (a.Rank == 3 && b.Rank == 3 && a[0] != b[0]))
            {
                throw new ArgumentException(
                    $"MatMul: {a}{(TransposeA ? " transposed" : "")} times {b}{(TransposeB ? " transposed" : "")} " +
                    $"is not possible: {k} columns meet {rows} rows.");
            }

            return [inputs[0] with { Shape = a.Rank == 3 ? [a[0], m, n] : b.Rank == 3 ? [b[0], m, n] : [m, n] }];
        }

        internal override double Flops(TensorType[] inputs, TensorType[] outputs)
        {
            GemmShape s = GemmShape.Of(this, inputs[0].Shape, inputs[1].Shape);
            return 2.0 * s.Batch * s.M * s.N * s.K;
        }

        protected override double[][] Evaluate(double[][] inputs, TensorType[] inputTypes, TensorType[] outputTypes, Clock clock)
        {
            GemmShape s = GemmShape.Of(this, inputTypes[0].Shape, inputTypes[1].Shape);
            double[] c = new double[s.Batch * s.M * s.N];
            for (int i = 0; i < c.Length; i++)
            {
                int batch = i / (s.M * s.N), row = i / s.N % s.M, col = i % s.N;
                int a = s.BatchedA ? batch * s.M * s.K : 0, b = s.BatchedB ? batch * s.K * s.N : 0;
                for (int k = 0; k < s.K; k++)
                {
                    c[i] += inputs[0][a + (TransposeA ? k * s.M + row : row * s.K + k)]
                        * inputs[1][b + (TransposeB ? col * s.K + k : k * s.N + col)];
                }
            }

            return [c];
        }

        internal override bool TakesProgram => true;

        protected override void Dispatch(Pass pass, Tensor[] inputs, Tensor[] outputs) =>
            throw new InvalidOperationException("A MatMul is dispatched as a fused GEMM.");

        protected override Tensor?[] Backward(Tensor[] inputs, Tensor[] outputs, Tensor?[] gradients)
        {
            (Tensor a, Tensor b, Tensor g) = (inputs[0], inputs[1], gradients[0]!);
            Tensor toA = TransposeA ? Apply(b, g, TransposeB, true) : Apply(g, b, false, !TransposeB);
            Tensor toB = TransposeB ? Apply(g, a, true, TransposeA) : Apply(a, g, !TransposeA, false);
            return [OverBatch(toA, a), OverBatch(toB, b)];
        }

        static Tensor Apply(Tensor a, Tensor b, bool transposeA, bool transposeB) => new MatMul(transposeA, transposeB).Apply(a, b)[0];

        // A matrix that all of a batch shared takes the sum of their gradients.
        static Tensor OverBatch(Tensor gradient, Tensor of) => gradient.Shape.Rank > of.Shape.Rank ? gradient.Sum(0) : gradient;
    }

    /// <summary>The sizes of a matrix product.</summary>
    readonly record struct GemmShape(int Batch, int M, int N, int K, bool BatchedA, bool BatchedB)
    {
        public static GemmShape Of(MatMul op, Shape a, Shape b) => new(
            a.Rank == 3 ? a[0] : b.Rank == 3 ? b[0] : 1,
            op.TransposeA ? a[^1] : a[^2],
            op.TransposeB ? b[^2] : b[^1],
            op.TransposeA ? a[^2] : a[^1],
            a.Rank == 3,
            b.Rank == 3);
    }
}

namespace VkLearn
{
    public static class MatMulSyntax
    {
        extension(Tensor a)
        {
            /// <summary>[.., M, K] times [K, N], or [batch, M, K] times [batch, K, N].</summary>
            public Tensor MatMul(Tensor b)
            {
                if (b.Shape.Rank != 2 || a.Shape.Rank <= 2)
                {
                    return new MatMul().Apply(a, b)[0];
                }

                // One matrix for all rows: a single product with more rows.
                Tensor flat = new MatMul().Apply(a.Reshape([a.Rows, a.Cols]), b)[0];
                return flat.Reshape([.. a.Shape.Sizes[..^1], b.Shape[^1]]);
            }
        }
    }
}
