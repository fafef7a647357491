using VkLearn.Primitives;
using Xunit;
using static VkLearn.Tests.Onnx.OnnxModel;

namespace VkLearn.Tests.Onnx;

/// <summary>onnxruntime's RNN, LSTM and GRU, both ways, of sequences of differing length. There steps come first: [T, N, F].</summary>
public sealed class RecurrentRefereeTests(GpuFixture fixture) : OnnxTests(fixture)
{
    const int Steps = 6, Sequences = 5, Features = 3, Units = 7;

    [Theory, InlineData("RNN"), InlineData("LSTM"), InlineData("GRU")]
    public void SaysTheSameOfAllStates(string op) => EveryWay(op, givesLast: false);

    [Theory, InlineData("RNN"), InlineData("LSTM"), InlineData("GRU")]
    public void SaysTheSameOfTheLast(string op) => EveryWay(op, givesLast: true);

    void EveryWay(string op, bool givesLast)
    {
        foreach (bool resetsAfter in op == "GRU" ? (bool[])[true, false] : [true])
        {
            foreach (bool hasLengths in (bool[])[true, false])
            {
                Compare(op, hasLengths, givesLast, resetsAfter);
            }
        }
    }

    void Compare(string op, bool hasLengths, bool givesLast, bool resetsAfter)
    {
        int gates = Order(op).Length;
        byte[][] attributes =
        [
            Attribute("hidden_size", Units), Attribute("direction", "bidirectional"),
            .. op == "GRU" ? [Attribute("linear_before_reset", resetsAfter ? 1 : 0)] : Array.Empty<byte[]>(),
        ];
        Compare($"{op}, both ways",
            (model, x) => model.Nodes(op, [x[0], x[1], x[2], x[3], hasLengths ? x[4] : "", .. x[5..]], 2, attributes)[givesLast ? 1 : 0],
            x => Ours(op, x, hasLengths, givesLast, resetsAfter),
            [
                Input.Of([Steps, Sequences, Features]), Input.Of([2, gates * Units, Features]),
                Input.Between(-0.5f, 0.5f, [2, gates * Units, Units]),
                Input.Of([2, 2 * gates * Units]), Input.Ints(1, Steps + 1, [Sequences]),
                .. Enumerable.Repeat(Input.Of([2, Sequences, Units]), op == "LSTM" ? 2 : 1),
            ]);
    }

    /// <summary>Where a gate of ours, in PyTorch's order, lies among theirs: LSTM's i, o, f, c and GRU's z, r, h.</summary>
    static int[] Order(string op) => op switch { "LSTM" => [0, 2, 3, 1], "GRU" => [1, 0, 2], _ => [0] };

    static Tensor Ours(string op, Tensor[] x, bool hasLengths, bool givesLast, bool resetsAfter)
    {
        Tensor[] ways = [.. Enumerable.Range(0, 2).Select(way =>
        {
            Tensor OfWay(Tensor all) => all.Slice(0, way, 1).Reshape(Shape.Of(all.Shape.Sizes[1..]));
            int[] order = Order(op);
            Tensor InOurOrder(Tensor gates) => Concat.Of(0, [.. order.Select(gate => gates.Chunk(0, order.Length)[gate])]);
            Tensor weight = InOurOrder(OfWay(x[1])).Transpose(), recurrent = InOurOrder(OfWay(x[2])).Transpose();
            Tensor[] biases = [.. OfWay(x[3]).Chunk(0, 2).Select(InOurOrder)];
            Tensor product = x[0].Permute(1, 0, 2).MatMul(weight) + biases[0];
            return Walk(op, product, recurrent, biases[1], [.. x[5..].Select(OfWay)], hasLengths ? x[4] : null, way == 1, resetsAfter);
        }).Select(made => givesLast ? made.Last : made.States.Permute(1, 0, 2))];
        return Tensor.Stack(givesLast ? 0 : 1, ways);
    }

    static RecurrentStates Walk(string op, Tensor product, Tensor recurrent, Tensor bias, Tensor[] before, Tensor? lengths,
        bool reverse, bool resetsAfter)
    {
        if (op == "LSTM")
        {
            (Tensor states, _, Tensor last, _) = (product + bias).Lstm(recurrent, (before[0], before[1]), lengths, reverse);
            return new(states, last);
        }

        return op == "GRU" ? product.Gru(recurrent, bias, before[0], lengths, reverse, resetsAfter)
            : (product + bias).Rnn(recurrent, before[0], lengths, reverse);
    }
}
