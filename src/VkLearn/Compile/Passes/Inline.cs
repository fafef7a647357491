using VkLearn.Primitives;

namespace VkLearn.Compile;

/// <summary>Replaces each op that has no kernel of its own by its definition, until only primitives and kernels are left.</summary>
static class Inline
{
    public static Graph Run(Graph graph, Session session)
    {
        Dictionary<Tensor, Tensor> replaced = [];
        List<Node> nodes = [];
        foreach (Node node in graph.Nodes)
        {
            Expand(Graph.WithInputs(node, replaced), node.Outputs, replaced, nodes, session);
        }

        return graph.Mapped(tensor => replaced.GetValueOrDefault(tensor, tensor)) with { Nodes = nodes };
    }

    static void Expand(Node node, Tensor[] old, Dictionary<Tensor, Tensor> replaced, List<Node> nodes, Session session)
    {
        Tensor[] outputs = node.Outputs;
        if (HasKernel(node, session))
        {
            nodes.Add(node);
        }
        else
        {
            outputs = Expand(node, nodes, session);
        }

        for (int i = 0; i < old.Length; i++)
        {
            if (old[i] != outputs[i])
            {
                outputs[i].Name ??= old[i].Name;
                replaced[old[i]] = outputs[i];
            }
        }
    }

    static Tensor[] Expand(Node node, List<Node> nodes, Session session)
    {
        Definition definition = Definition.Of(node.Op, [.. node.Inputs.Select(input => input.TensorType)]);
        Dictionary<Tensor, Tensor> replaced = [];
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            replaced[definition.Inputs[i]] = node.Inputs[i];
        }

        foreach (Node inner in definition.Nodes)
        {
            // Even without inputs a node is made anew: a definition is shared by all that use it.
            TensorType[] outputs = [.. inner.Outputs.Select(o => o.TensorType)];
            inner.Op.RefuseTooLarge(outputs);
            Node copy = new(inner.Op, [.. inner.Inputs.Select(input => replaced.GetValueOrDefault(input, input))], outputs, node.Origin);
            Expand(copy, inner.Outputs, replaced, nodes, session);
        }

        return [.. definition.Outputs.Select(output => replaced.GetValueOrDefault(output, output))];
    }

    static bool HasKernel(Node node, Session session)
    {
        if (node.Op is Reshape or Detach || node.Op.TakesProgram
            || node.Op.Opcode(node.Inputs.Length > 0 ? node.Inputs[^1].Type : DType.Float32) != 0)
        {
            return true;
        }

        Pass pass = new(session, dispatches: false);
        node.Op.Dispatched(pass, node.Inputs, node.Outputs);
        return !pass.WasInlined;
    }
}
