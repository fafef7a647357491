using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>Reshapes, and slices of whole rows: tensors that hold no memory of their own.</summary>
static class Views
{
    public static bool IsView(Node node) => node.Op is Reshape || (node.Op is Slice slice && slice.IsView(node.Inputs[0].Shape));

    /// <summary>The tensor whose elements these are, all of them and in the same order.</summary>
    public static Tensor Elements(Tensor tensor)
    {
        while (tensor.Producer is { Op: Reshape } view)
        {
            tensor = view.Inputs[0];
        }

        return tensor;
    }

    /// <summary>The tensor whose memory a view looks into.</summary>
    public static Tensor Memory(Tensor tensor)
    {
        while (tensor.Producer is { } node && IsView(node))
        {
            tensor = node.Inputs[0];
        }

        return tensor;
    }
}
