using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>
/// What has no elements is not computed, and what is made of nothing but such is known now, by its float64 reference: a sum over nothing
/// is 0, and so is a product of [2, 0] and [0, 3]. So no kernel runs with a size of 0 where it would look for a first element.
/// </summary>
static class Empties
{
    public static Graph Run(Graph graph) =>
        graph.Nodes.Any(node => node.Outputs.Any(IsEmpty) || node.Inputs.Any(IsEmpty))
            ? graph.Rewrite(Known).WithAllNodes().Live()
            : graph;

    static bool IsEmpty(Tensor tensor) => tensor.Shape.Count == 0;

    static Tensor[]? Known(Node node) =>
        node.Op is Fill ? null
        : node.Outputs.All(IsEmpty) ? [.. node.Outputs.Select(output => Filled(output.TensorType, 0))]
        : node.Inputs.Length > 0 && node.Inputs.All(IsEmpty) ? OfNothing(node)
        : null;

    /// <summary>The outputs where each is one value all over; null where one is not, which its kernels then make.</summary>
    static Tensor[]? OfNothing(Node node)
    {
        TensorType[] types = [.. node.Inputs.Select(input => input.TensorType)];
        double[][] values = new Interpreter(default).Run(node.Op, [.. types.Select(_ => Array.Empty<double>())], types);
        return values.All(value => Array.TrueForAll(value, element => element.Equals(value[0])))
            ? [.. values.Select((value, i) => Filled(node.Outputs[i].TensorType, value.Length > 0 ? value[0] : 0))]
            : null;
    }

    static Tensor Filled(TensorType type, double value) =>
        new Fill(type.Shape, type.Type == DType.Int32 ? value : (float)value, type.Type).Apply()[0];
}
