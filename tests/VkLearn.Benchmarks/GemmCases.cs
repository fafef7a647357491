using VkLearn.Compile;
using VkLearn.Gpu;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Benchmarks;

/// <summary>Matrix products, M x N x K, in each variant that this device has.</summary>
static class GemmCases
{
    public static IEnumerable<Case> All(DeviceInfo device)
    {
        (int M, int N, int K, string Transposes)[] shapes =
        [
            (512, 512, 512, "NN"), (512, 512, 512, "TN"), (512, 512, 512, "NT"),
            (128, 800, 784, "NN"), (128, 784, 800, "NN"), (784, 800, 128, "TN"), (784, 128, 800, "TN"), // a layer and its gradients
            (128, 784, 800, "NT"), (128, 800, 784, "NT"),
            (64, 128, 784, "NN"), (784, 128, 64, "TN"), (64, 10, 128, "NN"), (128, 10, 64, "TN"), (64, 128, 10, "NT"),
            (32, 512, 192, "NN"),
            (1, 128, 784, "NN"), (1, 10, 128, "NN"), (1, 1024, 1024, "NN"), (1, 1024, 1024, "NT"),
        ];
        foreach ((int m, int n, int k, string transposes) in shapes)
        {
            yield return Product(device, "MatMul", 0, m, n, k, transposes);
        }

        if (device.Type != "cpu") // seconds there
        {
            yield return Product(device, "MatMul", 0, 2048, 2048, 2048, "NN");
        }

        yield return Product(device, "MatMul batched", 16, 128, 128, 64, "NN");
        yield return Product(device, "MatMul batched", 64, 32, 32, 64, "TN");
        foreach (Case odd in Odd(device))
        {
            yield return odd;
        }

        yield return WithBiasAndRelu(device, 128, 800, 784);
        yield return WithColumnSum(device, 784, 800, 128);
    }

    /// <summary>Sizes that no tile divides, beside the multiples of 16 above them; only the variant that the compiler takes.</summary>
    static IEnumerable<Case> Odd(DeviceInfo device) =>
        from m in (int[])[500, 511, 512, 513, 528]
        from n in (int[])[500, 511, 512, 513, 528]
        from k in (int[])[500, 511, 512, 513, 528]
        where (m, n, k) is (512 or 528, 512 or 528, 512 or 528) or (500 or 511 or 513, 500 or 511 or 513, 500 or 511 or 513)
        select Product(device, "MatMul odd", 0, m, n, k, "NN") with { Variants = [Variant.Compilers] };

    static Case Product(DeviceInfo device, string name, int batch, int m, int n, int k, string transposes)
    {
        MatMul op = new(transposes[0] == 'T', transposes[1] == 'T');
        Operand a = Matrix(batch, m, k, op.TransposeA), b = Matrix(batch, k, n, op.TransposeB);
        string size = $"{m}x{n}x{k} {transposes}";
        return new Case(name, batch > 0 ? $"{batch} of {size}" : size, [a, b], x => op.Apply(x[0], x[1]))
        {
            Flops = 2.0 * Math.Max(1, batch) * m * n * k,
            Allowed = 5e-6,
            Variants = Variants(device, op, GemmShape.Of(op, a.Type.Shape, b.Type.Shape)),
        };
    }

    static Case WithBiasAndRelu(DeviceInfo device, int m, int n, int k)
    {
        Case product = Product(device, "MatMul, bias, ReLU", 0, m, n, k, "NN");
        return product with
        {
            Operands = [.. product.Operands, Operand.Floats(n)],
            Body = x => [(x[0].MatMul(x[1]) + x[2]).Relu()],
        };
    }

    /// <summary>A layer's weight gradient and, from the same kernel, its bias gradient.</summary>
    static Case WithColumnSum(DeviceInfo device, int m, int n, int k)
    {
        Case product = Product(device, "MatMul, column sum", 0, m, n, k, "TN");
        return product with { Body = x => [new MatMul(true, false).Apply(x[0], x[1])[0], x[1].Sum(0)] };
    }

    static Operand Matrix(int batch, int rows, int cols, bool transposed) =>
        Operand.Floats([.. batch > 0 ? (int[])[batch] : [], .. transposed ? (int[])[cols, rows] : [rows, cols]]);

    /// <summary>All that can do the product, the compiler's choice first.</summary>
    static IReadOnlyList<Variant> Variants(DeviceInfo device, MatMul op, GemmShape shape)
    {
        GemmWork work = new(op, shape, PairedA: true, PairedB: true, ColumnSum: false);
        return [.. KernelTable.Variants(device, work).Select((kernel, i) => new Variant(kernel.Variant, IsChosen: i == 0))];
    }
}
