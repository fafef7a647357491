namespace VkLearn.Compile;

/// <summary>
/// Reverse-mode differentiation over what was traced. Gradients are ops like any other, so they have gradients themselves.
/// </summary>
static class Differentiation
{
    /// <summary>
    /// The gradient with respect to each of these tensors; null where nothing depends on it, or only through what has no gradient.
    /// </summary>
    /// <param name="seeds">The gradient of each output; null: none.</param>
    public static Tensor?[] Of(Tensor[] outputs, Tensor?[] seeds, Tensor[] withRespectTo)
    {
        using IDisposable tracing = Trace.Current.At(default(Origin).Gradient);
        HashSet<Tensor> sources = [.. withRespectTo];
        List<Node> nodes = Depending(outputs, sources);
        GradientSums gradients = new();
        for (int i = 0; i < outputs.Length; i++)
        {
            if (seeds[i] is { } seed)
            {
                gradients.Add(outputs[i], seed.Shape == outputs[i].Shape ? seed : throw new ArgumentException(
                    $"The gradient of {outputs[i]} must have its shape, received {seed}."));
            }
        }

        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            using IDisposable ofNode = Trace.Current.At(nodes[i].Origin.Gradient);
            Propagate(nodes[i], gradients);
        }

        return [.. withRespectTo.Select(gradients.Of)];
    }

    /// <summary>The nodes, in order, through which the outputs depend on the sources.</summary>
    static List<Node> Depending(Tensor[] outputs, HashSet<Tensor> sources)
    {
        HashSet<Tensor> depending = [.. sources];
        List<Node> nodes = [];
        foreach (Node node in Node.Before(outputs, tensor => sources.Contains(tensor) || tensor.Producer is { Op.PassesGradients: false }))
        {
            if (node.Inputs.Any(depending.Contains))
            {
                nodes.Add(node);
                depending.UnionWith(node.Outputs);
            }
        }

        return nodes;
    }

    static void Propagate(Node node, GradientSums gradients)
    {
        Tensor?[] given = [.. node.Outputs.Select(gradients.Of)];
        if (given.All(gradient => gradient is null))
        {
            return;
        }

        bool isEmpty = node.Outputs.All(IsEmpty) || node.Inputs.All(IsEmpty); // then nothing depends on anything, whatever the op
        if (!isEmpty && node.Op is Primitives.Slice)
        {
            gradients.AddOfSlice(node, given[0]!);
            return;
        }

        Tensor?[] received = isEmpty ? [.. node.Inputs.Select(Zeros)] : node.Op.Differentiated(node.Inputs, node.Outputs, given);
        for (int i = 0; i < received.Length; i++)
        {
            if (received[i] is { } gradient)
            {
                gradients.Add(node.Inputs[i], gradient);
            }
        }
    }

    static bool IsEmpty(Tensor tensor) => tensor.Shape.Count == 0;

    static Tensor? Zeros(Tensor of) => of.Type.IsPacked() || of.Type == DType.Int32 ? null : Tensor.Zeros(of.Shape);
}
