using Xunit;
using static VkLearn.Tests.Onnx.OnnxModel;

namespace VkLearn.Tests.Onnx;

/// <summary>onnxruntime says the same of the ops that networks are written in beside the first.</summary>
public sealed class VocabularyTests(GpuFixture fixture) : OnnxTests(fixture)
{
    static readonly Shape Matrix = [7, 33];

    [Theory, InlineData("Abs"), InlineData("Sign"), InlineData("Softplus"), InlineData("Elu"), InlineData("Selu"), InlineData("HardSwish"),
        InlineData("Mish"), InlineData("Clip"), InlineData("Softmax")]
    public void OfOneTensor(string op) => Compare(op, (model, x) => op == "Elu" ? model.Node(op, x, Attribute("alpha", 0.5f))
            : op == "Clip" ? model.Node(op, [x[0], model.Scalar(-0.5f), model.Scalar(1.5f)]) : model.Node(op, x),
        x => op switch
        {
            "Abs" => x[0].Abs(),
            "Sign" => x[0].Sign(),
            "Softplus" => x[0].Softplus(),
            "Elu" => x[0].Elu(0.5f),
            "Selu" => x[0].Selu(),
            "HardSwish" => x[0].Hardswish(),
            "Mish" => x[0].Mish(),
            "Clip" => x[0].Clamp(-0.5f, 1.5f),
            _ => x[0].Softmax(),
        }, Input.Between(-5, 5, Matrix));

    [Theory, InlineData("LessOrEqual"), InlineData("GreaterOrEqual")]
    public void ComparesByBroadcasting(string op) => Compare(op, (model, x) => model.ToFloat(model.Node(op, x)),
        x => op == "LessOrEqual" ? x[0] <= x[1] : x[0] >= x[1], Input.Ties([5, 7, 33]), Input.Ties([7, 1]));

    [Fact]
    public void TakesPowers() => Compare("Pow", (model, x) => model.Node("Pow", x), x => x[0].Pow(x[1]),
        Input.Between(0.1f, 5, [5, 7, 33]), Input.Between(-3, 3, [7, 1]));

    [Fact]
    public void LearnsItsSlopes() => Compare("PRelu", (model, x) => model.Node("PRelu", [x[0], model.Node("Reshape", [x[1],
        model.Constant(1, 3, 1, 1)])]), x => x[0].PRelu(x[1]), Input.Of([2, 3, 5, 7]), Input.Of([3]));

    [Theory, InlineData("ReduceMin"), InlineData("ReduceProd"), InlineData("ReduceL1"), InlineData("ReduceL2")]
    public void Reduces(string op)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            int over = axis;
            Compare(op, (model, x) => model.Node(op, [x[0], model.Constant(over)], Attribute("keepdims", 0)), x => op switch
            {
                "ReduceMin" => x[0].Min(over),
                "ReduceProd" => x[0].Prod(over),
                "ReduceL1" => x[0].Norm(over, p: 1),
                _ => x[0].Norm(over),
            }, Input.Of([5, 7, 12]));
        }
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void SumsRunning(int axis) => Compare("CumSum", (model, x) => model.Node("CumSum", [x[0], model.Constant(axis)]),
        x => x[0].CumSum(axis), Input.Of([5, 7, 33]));

    [Theory, InlineData(0, 2), InlineData(1, 7), InlineData(2, 5)]
    public void FindsTheGreatest(int axis, int k)
    {
        Compare("TopK", (model, x) => model.Nodes("TopK", [x[0], model.Constant(k)], outputs: 2, Attribute("axis", axis))[0],
            x => x[0].TopK(k, axis).Values, Input.Of([5, 7, 33]));
        Compare("TopK", (model, x) => model.ToFloat(model.Nodes("TopK", [x[0], model.Constant(k)], outputs: 2,
            Attribute("axis", axis))[1]), x => x[0].TopK(k, axis).Index.Cast(DType.Float32), Input.Ties([5, 7, 33]));
    }

    [Theory, InlineData("ij,jk->ik"), InlineData("ij,jk->k"), InlineData("ij,jk->ikj")]
    public void SumsByLetters(string equation) => Compare("Einsum", (model, x) => model.Node("Einsum", x, Attribute("equation", equation)),
        x => Tensor.Einsum(equation, x), Input.Of([7, 33]), Input.Of([33, 5]));

    [Fact]
    public void ShufflesPixels() => Compare("DepthToSpace",
        (model, x) => model.Node("DepthToSpace", x, Attribute("blocksize", 3), Attribute("mode", "CRD")),
        x => x[0].PixelShuffle(3), Input.Of([2, 18, 3, 5]));

    [Fact]
    public void StacksAndSplits() => Compare("Split", (model, x) => model.Nodes("Split", [x[0], model.Constant(2, 5)], outputs: 2,
        Attribute("axis", 1))[1], x => x[0].Split(1, 2, 5)[1], Input.Of([3, 7, 5]));
}
