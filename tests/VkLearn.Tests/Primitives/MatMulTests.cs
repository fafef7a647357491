using VkLearn.Compile;
using VkLearn.Primitives;
using Xunit;

namespace VkLearn.Tests.Primitives;

public sealed class MatMulTests(GpuFixture fixture) : OpTests(fixture)
{
    // Relative to the terms' size: where products cancel, sums are small.
    protected override Tolerance Tolerance => new(Forward: 5e-6, Gradient: 1e-5, Second: 3e-5, Floor: 1);

    public static TheoryData<string, bool, bool> Variants =>
    [
        .. from kernel in KernelTable.Names
           from a in (bool[])[false, true]
           from b in (bool[])[false, true]
           select new TheoryDataRow<string, bool, bool>(kernel, a, b),
    ];

    [Theory, MemberData(nameof(Variants))]
    public void EachKernelAgrees(string kernel, bool transposeA, bool transposeB)
    {
        using Variable choice = new("VKLEARN_GEMM", kernel);
        (int M, int N, int K)[] sizes = IsOfRows(kernel)
            ? [(1, 1, 1), (1, 7, 33), (1, 64, 64), (1, 33, 1025), (1, 1025, 7), (1, 511, 513)]
            : [(1, 1, 1), (2, 7, 8), (7, 2, 33), (33, 33, 7), (64, 64, 64), (8, 65, 64), (65, 8, 33), (3, 1025, 2),
                (2, 3, 1025), (1025, 2, 3), (16, 16, 16), (31, 34, 6), (7, 511, 33), (513, 7, 33), (33, 7, 511)];
        foreach ((int m, int n, int k) in sizes)
        {
            CheckForward(kernel, transposeA, transposeB, null, null, (m, n, k));
        }

        // A GPU's tiles compile for a second or two on a CPU driver, anew for each way to share: one of them stands for all.
        bool isOneOfTiles = IsTiled(kernel) && kernel != "Gemm-64x64";
        (int?, int?)[] batches = IsOfRows(kernel) ? [] : isOneOfTiles ? [(3, 3)] : [(3, 3), (3, null), (null, 3)];
        foreach ((int? a, int? b) in batches)
        {
            CheckForward(kernel, transposeA, transposeB, a, b, (17, 9, 12));
            CheckForward(kernel, transposeA, transposeB, a, b, (5, 33, 7));
            CheckForward(kernel, transposeA, transposeB, a, b, (1, 7, 33));
        }
    }

    void CheckForward(string kernel, bool transposeA, bool transposeB, int? batchA, int? batchB, (int M, int N, int K) size)
    {
        Input a = Matrix(batchA, size.M, size.K, transposeA), b = Matrix(batchB, size.K, size.N, transposeB);
        MatMul op = new(transposeA, transposeB);
        AssertUses(kernel, op, a, b);
        Check($"MatMul by {kernel}", x => op.Apply(x), Tolerance with { Differentiable = false }, a, b);
    }

    static bool IsOfRows(string kernel) => kernel.StartsWith("GemmRow", StringComparison.Ordinal);

    static bool IsTiled(string kernel) => kernel.StartsWith("Gemm-", StringComparison.Ordinal);

    static Input Matrix(int? batch, int rows, int cols, bool transposed) =>
        Input.Of([.. batch is { } n ? (int[])[n] : [], .. transposed ? (int[])[cols, rows] : [rows, cols]]);

    void AssertUses(string kernel, MatMul op, Input a, Input b)
    {
        GemmShape shape = GemmShape.Of(op, a.Type.Shape, b.Type.Shape);
        bool isOfCpu = kernel == "GemmRowPairs" || kernel.StartsWith("GemmSubgroup", StringComparison.Ordinal);
        bool can = (!isOfCpu || Gpu.Info is { SubgroupSize: >= 4 and <= 16, HasInt64: true })
            && !(kernel == "GemmRowPairs" && op.TransposeB);
        GemmWork work = new(op, shape, PairedA: true, PairedB: true, ColumnSum: false);
        Assert.True(!can || KernelTable.Gemm(Gpu.Info, work, Session.Of(Gpu).Tuned).Variant == kernel);
    }

    [Trait("Threads", "yes")]
    [Theory, InlineData(false, false), InlineData(false, true), InlineData(true, false), InlineData(true, true)]
    public void GradientsAgree(bool transposeA, bool transposeB)
    {
        MatMul op = new(transposeA, transposeB);
        (int?, int?)[] batches = [(null, null), (3, 3), (3, null), (null, 3)];
        foreach ((int? a, int? b) in batches)
        {
            Check(op, Matrix(a, 7, 33, transposeA), Matrix(b, 33, 5, transposeB));
        }

        Check(op, Matrix(null, 1, 33, transposeA), Matrix(null, 33, 7, transposeB));
    }

    public static TheoryData<string> Kernels => [.. KernelTable.Names];

    public static TheoryData<string> KernelsOfManyRows => [.. KernelTable.Names.Where(name => !IsOfRows(name))];

    [Theory, MemberData(nameof(KernelsOfManyRows))]
    public void EpiloguesAgreeByEachKernel(string kernel)
    {
        using Variable choice = new("VKLEARN_GEMM", kernel);
        (int Rows, int Cols)[] sizes = IsTiled(kernel) ? [(7, 131)] : [(7, 33), (17, 64)]; // past a tile's end, and by one reading
        CheckEpilogues(Tolerance with { Differentiable = false }, sizes);
    }

    [Fact]
    public void EpiloguesHaveGradients() => CheckEpilogues(Tolerance with { Smooth = false }, (1, 7), (7, 33));

    void CheckEpilogues(Tolerance tolerance, params (int Rows, int Cols)[] sizes)
    {
        foreach ((int rows, int cols) in sizes)
        {
            Input x = Input.Of([rows, 8]), w = Input.Of([8, cols]), bias = Input.Of([cols]), same = Input.Of([rows, cols]);
            Check("MatMul, bias, ReLU", i => [(i[0].MatMul(i[1]) + i[2]).Relu()], tolerance, x, w, bias);
            Check("MatMul, dropout", i => [i[0].MatMul(i[1]).Dropout(0.3f)], tolerance, x, w);
            Check("MatMul, residual, tanh", i => [(i[0].MatMul(i[1]) * 0.1f + i[2]).Tanh() + i[3]], tolerance, x, w, bias, same);
            Check("MatMul, stored twice", i => { Tensor y = i[0].MatMul(i[1]); return [y, y.Tanh()]; }, tolerance, x, w);
        }
    }

    [Fact]
    public void AnEpilogueOfABatchReadsByItsAxes() => Check("MatMul, batched epilogue",
        i => [i[0].MatMul(i[1]) * i[2] + i[3]], Tolerance with { Smooth = false },
        Input.Of([3, 5, 4]), Input.Of([3, 4, 6]), Input.Of([3, 1, 1]), Input.Of([5, 1]));

    [Trait("Threads", "yes")]
    [Theory, MemberData(nameof(Kernels))]
    public void ABiasGradientIsMadeWithTheWeights(string kernel)
    {
        using Variable choice = new("VKLEARN_GEMM", kernel);
        int inputs = IsOfRows(kernel) ? 1 : 9;
        Tensor[] Body(Tensor[] x) => (x[0].MatMul(x[1]) + x[2]).Square().Sum().Gradients(x[1], x[2]);
        Check("MatMul, column sums", Body, Tolerance with { Differentiable = false },
            Input.Of([33, inputs]), Input.Of([inputs, 7]), Input.Of([7]));
        using Recording recording = Gpu.Record(() => Body(
            [Tensor.From(new float[33 * inputs], [33, inputs]), Tensor.From(new float[inputs * 7], [inputs, 7]),
                Tensor.From(new float[7], [7])]));
        Assert.DoesNotContain("Reduce", recording.Plan);
    }

    [Fact]
    public void AViewThatStartsAtAnOddElementIsReadRight() => Check("MatMul of a slice",
        x => [x[0].Slice(0, 1, 4).Reshape([42, 2]).MatMul(x[1])], Tolerance, Input.Of([5, 21]), Input.Of([2, 6]));

    [Theory, InlineData("[2, 3]", 2, 3, 4, 5), InlineData("[2, 3]", 2, 3, 2, 3)]
    public void RefusesSizesThatDoNotMeet(string left, int m, int k, int rows, int n) =>
        Assert.StartsWith($"MatMul: {left} times",
            Assert.Throws<ArgumentException>(() => Tensor.Ones([m, k]).MatMul(Tensor.Ones([rows, n]))).Message);
}
