using VkLearn.Layers;
using VkLearn.Losses;
using VkLearn.Primitives;
using Xunit;
using static VkLearn.Tests.Onnx.OnnxModel;

namespace VkLearn.Tests.Onnx;

/// <summary>onnxruntime says the same: a referee that shares no line with this repository.</summary>
public sealed class RefereeTests(GpuFixture fixture) : OnnxTests(fixture)
{
    static readonly Shape Matrix = [7, 33];

    public static TheoryData<string> Unary =>
        ["Exp", "Log", "Sqrt", "Sin", "Tanh", "Erf", "Floor", "Relu", "LeakyRelu", "Gelu", "Sigmoid", "Softmax"];

    [Theory, MemberData(nameof(Unary))]
    public void OfOneTensor(string op)
    {
        byte[][] attributes = op == "LeakyRelu" ? [Attribute("alpha", 0.2f)] : [];
        Compare(op, (model, x) => model.Node(op, x, attributes), x => Ours(op, x[0]),
            op is "Log" or "Sqrt" ? Input.Between(0.01f, 9, Matrix) : Input.Between(-5, 5, Matrix));
    }

    static Tensor Ours(string op, Tensor x) => op switch
    {
        "Exp" => x.Exp(),
        "Log" => x.Log(),
        "Sqrt" => x.Sqrt(),
        "Sin" => x.Sin(),
        "Tanh" => x.Tanh(),
        "Erf" => x.Erf(),
        "Floor" => x.Floor(),
        "Relu" => x.Relu(),
        "LeakyRelu" => x.LeakyRelu(0.2f),
        "Gelu" => x.Gelu(),
        "Sigmoid" => x.Sigmoid(),
        _ => x.Softmax(),
    };

    public static TheoryData<string> Binary => ["Add", "Sub", "Mul", "Div", "Max", "Min", "Less", "Equal"];

    [Theory, MemberData(nameof(Binary))]
    public void OfTwoTensorsByBroadcasting(string op) => Compare(op,
        (model, x) => op is "Less" or "Equal" ? model.ToFloat(model.Node(op, x)) : model.Node(op, x),
        x => op switch
        {
            "Add" => x[0] + x[1],
            "Sub" => x[0] - x[1],
            "Mul" => x[0] * x[1],
            "Div" => x[0] / x[1],
            "Max" => x[0].Maximum(x[1]),
            "Min" => x[0].Minimum(x[1]),
            "Less" => x[0] < x[1],
            _ => x[0].EqualTo(x[1]),
        },
        op is "Less" or "Equal" ? Input.Ties([5, 7, 33]) : Input.Of([5, 7, 33]),
        op is "Less" or "Equal" ? Input.Ties([7, 1]) : Input.AwayFromZero([7, 1]));

    [Fact]
    public void Chooses() => Compare("Where", (model, x) => model.Node("Where", [model.Node("Less", [x[0], x[1]]), x[0], x[2]]),
        x => Where.Select(x[0] < x[1], x[0], x[2]), Input.Of(Matrix), Input.Of([33]), Input.Of([7, 1]));

    [Theory, InlineData("ReduceSum", 0), InlineData("ReduceSum", 2), InlineData("ReduceMean", 1),
        InlineData("ReduceMax", 0), InlineData("ReduceMax", 1), InlineData("ReduceMax", 2)]
    public void Reduces(string op, int axis) => Compare(op,
        (model, x) => model.Node(op, [x[0], model.Constant(axis)], Attribute("keepdims", 0)),
        x => op switch { "ReduceSum" => x[0].Sum(axis), "ReduceMean" => x[0].Mean(axis), _ => x[0].Max(axis) },
        Input.Of([5, 7, 33]));

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void FindsTheLargest(int axis) => Compare("ArgMax",
        (model, x) => model.ToFloat(model.Node("ArgMax", x, Attribute("axis", axis), Attribute("keepdims", 0))),
        x => x[0].ArgMax(axis).Cast(DType.Float32), Input.Ties([5, 7, 33]));

    [Fact]
    public void Permutes() => Compare("Transpose",
        (model, x) => model.Node("Transpose", x, Attribute("perm", [2, 0, 1])),
        x => x[0].Permute(2, 0, 1), Input.Of([5, 7, 33]));

    [Theory, InlineData(0, 1, 3), InlineData(1, 2, 5), InlineData(2, 30, 3)]
    public void Slices(int axis, int start, int length) => Compare("Slice",
        (model, x) => model.Node("Slice", [x[0], model.Constant(start), model.Constant(start + length), model.Constant(axis)]),
        x => x[0].Slice(axis, start, length), Input.Of([5, 7, 33]));

    [Fact]
    public void Pads() => Compare("Pad",
        (model, x) => model.Node("Pad", [x[0], model.Constant(0, 2, 0, 0, 1, 0)]), x => x[0].Pad(1, 2, 1), Input.Of([5, 7, 33]));

    [Theory, InlineData(0), InlineData(1)]
    public void Concatenates(int axis) => Compare("Concat",
        (model, x) => model.Node("Concat", x, Attribute("axis", axis)),
        x => Concat.Of(axis, x), Input.Of([7, 7]), Input.Of([7, 7]));

    [Theory, InlineData(0), InlineData(1)]
    public void Gathers(int axis) => Compare("Gather",
        (model, x) => model.Node("Gather", x, Attribute("axis", axis)),
        x => x[0].Gather(x[1], axis), Input.Of(Matrix), Input.Ints(0, 7, [9]));

    [Theory, InlineData(DType.Int32)]
    public void CastsTowardZero(DType to) => Compare("Cast",
        (model, x) => model.ToFloat(model.Node("Cast", x, Attribute("to", 6))),
        x => x[0].Cast(to).Cast(DType.Float32), Input.Between(-9, 9, Matrix));

    [Theory, InlineData(false, false), InlineData(false, true), InlineData(true, false), InlineData(true, true)]
    public void MultipliesMatrices(bool transposeA, bool transposeB)
    {
        Input a = Input.Of(transposeA ? [33, 7] : [7, 33]), b = Input.Of(transposeB ? [9, 33] : [33, 9]);
        byte[][] attributes = [Attribute("transA", transposeA ? 1 : 0), Attribute("transB", transposeB ? 1 : 0)];
        Compare("Gemm", (model, x) => model.Node("Gemm", x, attributes),
            x => new MatMul(transposeA, transposeB).Apply(x[0], x[1])[0] + x[2], a, b, Input.Of([9]));
    }

    [Fact]
    public void MultipliesBatches() => Compare("MatMul",
        (model, x) => model.Node("MatMul", x), x => x[0].MatMul(x[1]), Input.Of([3, 7, 33]), Input.Of([3, 33, 5]));

    [Theory, InlineData(1), InlineData(2), InlineData(4)]
    public void Convolves(int groups)
    {
        (int Height, int Width)[] kernels = [(3, 3), (1, 1), (2, 4), (4, 2), (8, 5)]; // the last larger than an image that is padded by 2
        foreach ((Window window, int turn) in Windows(kernels).Select((window, turn) => (window, turn)))
        {
            byte[][] attributes = Attributes(window, groups);
            Compare("Conv", (model, x) => model.Node("Conv", x, attributes),
                x => x[0].Conv2d(x[1], window.Rows, window.Columns, groups) + x[2].Reshape([8, 1, 1]),
                Input.Of([2, 4, 5 + turn % 4, 6 + turn % 3]), Input.Of([8, 4 / groups, window.Height, window.Width]), Input.Of([8]));
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(4)]
    public void ConvolvesTransposed(int groups)
    {
        foreach (Window window in Windows([(3, 3), (4, 2), (5, 5)]))
        {
            (int down, int across) = (window.Rows.Stride - 1, window.Columns.Stride - 1);
            byte[][] attributes = [.. Attributes(window, groups), Attribute("output_padding", [down, across])];
            Compare("ConvTranspose", (model, x) => model.Node("ConvTranspose", x, attributes),
                x => x[0].ConvTranspose2d(x[1], window.Rows, window.Columns, down, across, groups),
                Input.Of([2, 4, 4, 5]), Input.Of([4, 8 / groups, window.Height, window.Width]));
        }
    }

    /// <summary>
    /// Every stride from 1 to 3, padding from 0 to 2 and dilation of 1 and 2, each with a kernel that fits, and some of differing axes.
    /// </summary>
    static IEnumerable<Window> Windows((int Height, int Width)[] kernels)
    {
        int turn = 0;
        yield return new Window(3, 2, new(2, 1, 0), new(1, 0, 2, Dilation: 2));
        yield return new Window(2, 3, new(1, 0, 2), new(3, 2, 1));
        for (int stride = 1; stride <= 3; stride++)
        {
            for (int padding = 0; padding <= 2; padding++)
            {
                for (int dilation = 1; dilation <= 2; dilation++)
                {
                    (int height, int width) = kernels[turn++ % kernels.Length];
                    bool fits = (height - 1) * dilation < 5 + 2 * padding && (width - 1) * dilation < 5 + 2 * padding;
                    yield return fits ? new Window(height, width, stride, padding, dilation) : new Window(3, 3, stride, padding, dilation);
                }
            }
        }
    }

    static byte[][] Attributes(Window window) =>
    [
        Attribute("strides", [window.Rows.Stride, window.Columns.Stride]),
        Attribute("dilations", [window.Rows.Dilation, window.Columns.Dilation]),
        Attribute("pads", [window.Rows.Before, window.Columns.Before, window.Rows.After, window.Columns.After]),
        Attribute("kernel_shape", [window.Height, window.Width]),
    ];

    static byte[][] Attributes(Window window, int groups) =>
    [
        .. Attributes(window), Attribute("group", groups),
    ];

    [Theory, InlineData(7, 33), InlineData(5, 1025)]
    public void TakesTheCrossEntropy(int rows, int classes) => Compare("SoftmaxCrossEntropyLoss",
        (model, x) => model.Node("SoftmaxCrossEntropyLoss", x, Attribute("reduction", "mean")),
        x => Loss.SoftmaxCrossEntropy(x[0], x[1]), Input.Of([rows, classes]), Input.Ints(0, classes, [rows]));

    [Theory, InlineData("MaxPool", 2, 2, 0), InlineData("MaxPool", 3, 2, 1), InlineData("MaxPool", 3, 1, 1), InlineData("MaxPool", 1, 3, 0),
        InlineData("AveragePool", 2, 2, 0), InlineData("AveragePool", 3, 2, 1), InlineData("AveragePool", 4, 3, 2)]
    public void Pools(string op, int kernel, int stride, int padding)
    {
        byte[][] attributes =
        [
            Attribute("kernel_shape", [kernel, kernel]), Attribute("strides", [stride, stride]),
            Attribute("pads", [padding, padding, padding, padding]),
        ];
        foreach (bool countPadding in (bool[])(op == "MaxPool" ? [false] : [true, false]))
        {
            byte[][] counted = countPadding ? [.. attributes, Attribute("count_include_pad", 1)] : attributes;
            Compare(op, (model, x) => model.Node(op, x, counted),
                x => op == "MaxPool" ? x[0].MaxPool2d(kernel, stride, padding) : x[0].AvgPool2d(kernel, stride, padding, countPadding),
                Input.Of([2, 3, 9, 7]));
        }
    }

    [Theory, InlineData("MaxPool"), InlineData("AveragePool")]
    public void PoolsAlongEachAxis(string op)
    {
        bool isMax = op == "MaxPool";
        foreach (Window window in (Window[])
            [
                new(2, 3, new(2, 1, 0), new(3, 0, 1)), new(3, 2, new(1, 0, 1), new(2, 1, 0)),
                .. (Window[])(isMax ? [new(2, 3, new(2, 1, 1, Dilation: 2), new(1, 0, 1, Dilation: 3))] : []),
            ])
        {
            Compare(op, (model, x) => model.Node(op, x, Attributes(window)),
                x => isMax ? x[0].MaxPool2d(window) : x[0].AvgPool2d(window, countPadding: false), Input.Of([2, 3, 9, 7]));
        }
    }

    [Fact]
    public void PoolsAllOfAChannel() => Compare("GlobalAveragePool",
        (model, x) => model.Node("Flatten", [model.Node("GlobalAveragePool", x)]), x => x[0].GlobalAveragePool(), Input.Of([2, 3, 9, 7]));

    // Bilinear by powers of 2: where a scale has no exact inverse theirs rounds where a pixel lies, in float32.
    [Theory, InlineData(2, Interpolation.Nearest), InlineData(3, Interpolation.Nearest), InlineData(2, Interpolation.Bilinear),
        InlineData(4, Interpolation.Bilinear)]
    public void Upsamples(int scale, Interpolation interpolation)
    {
        bool isNearest = interpolation == Interpolation.Nearest;
        byte[][] attributes = isNearest
            ? [Attribute("mode", "nearest"), Attribute("coordinate_transformation_mode", "asymmetric"), Attribute("nearest_mode", "floor")]
            : [Attribute("mode", "linear"), Attribute("coordinate_transformation_mode", "half_pixel")];
        Compare($"Resize, {interpolation}",
            (model, x) => model.Node("Resize", [x[0], "", "", model.Constant(2, 3, 5 * scale, 7 * scale)], attributes),
            x => x[0].Upsample(scale, interpolation), Input.Of([2, 3, 5, 7]));
    }

    /// <summary>By the statistics of the batch, which onnxruntime is given: in inference it takes none of its own.</summary>
    [Fact]
    public void NormalisesBatches() => Compare("BatchNormalization",
        (model, x) =>
        {
            string axes = model.Constant(0, 2, 3);
            string Mean(string of, int keeps) => model.Node("ReduceMean", [of, axes], Attribute("keepdims", keeps));
            string d = model.Node("Sub", [x[0], Mean(x[0], 1)]);
            string[] statistics = [Mean(x[0], 0), Mean(model.Node("Mul", [d, d]), 0)];
            return model.Node("BatchNormalization", [.. x, .. statistics], Attribute("epsilon", 1e-3f));
        },
        x => new VkLearn.Ops.BatchNormOp(1e-3f, 0.1f).Apply(x[0], x[1], x[2], x[2], x[2])[0],
        Input.Of([4, 3, 5, 7]), Input.Of([3]), Input.Of([3]));

    [Fact]
    public void NormalisesBatchesByRunningStatistics() => Compare("BatchNormalization",
        (model, x) => model.Node("BatchNormalization", x, Attribute("epsilon", 1e-3f)),
        x =>
        {
            BatchNorm layer = new(3, epsilon: 1e-3f);
            layer.Mean.Assign(x[3]);
            layer.Variance.Assign(x[4]);
            return layer.Forward(x[0]);
        },
        training: false,
        Input.Of([4, 3, 5, 7]), Input.Values(1, 1, 1), Input.Values(0, 0, 0), Input.Of([3]), Input.Between(0.5f, 2, [3]));

    [Fact]
    public void NormalisesLayers() => Compare("LayerNormalization",
        (model, x) => model.Node("LayerNormalization", x, Attribute("axis", -1), Attribute("epsilon", 1e-3f)),
        x => x[0].LayerNorm(1e-3f) * x[1] + x[2], Input.Of(Matrix), Input.Of([33]), Input.Of([33]));

    [Theory, InlineData(1), InlineData(3), InlineData(6)]
    public void NormalisesGroups(int groups) => Compare("GroupNormalization",
        (model, x) => model.Node("GroupNormalization", x, Attribute("num_groups", groups), Attribute("epsilon", 1e-3f)),
        x => x[0].GroupNorm(groups, 1e-3f), Input.Of([2, 6, 5, 7]),
        Input.Values([.. Enumerable.Repeat(1f, groups)]), Input.Values(new float[groups]));

    [Fact]
    public void NormalisesInstances() => Compare("InstanceNormalization",
        (model, x) => model.Node("InstanceNormalization", x, Attribute("epsilon", 1e-3f)),
        x => new GroupNorm(6, 6, 1e-3f).Forward(x[0]), Input.Of([2, 6, 5, 7]), Input.Values(1, 1, 1, 1, 1, 1), Input.Values(new float[6]));
}
