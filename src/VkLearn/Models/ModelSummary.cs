namespace VkLearn.Models;

/// <summary>What a model is made of, found out by running it once as training would: without a device, only shapes are made.</summary>
/// <param name="Layers">Those that compute, in the order in which they do.</param>
public sealed record ModelSummary(IReadOnlyList<LayerSummary> Layers)
{
    /// <summary>In single numbers, all layers together.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Of all layers together.</summary>
    public double Gflop => Layers.Sum(layer => layer.Gflop);

    /// <param name="input">Of a step: [N, ..item].</param>
    /// <exception cref="ArgumentException">The model refuses the input; the message says what would fit.</exception>
    public static ModelSummary Of(Layer model, Shape input) => Of(() => model.Forward(Tensor.Zeros(input)));

    /// <summary>Of all layers that run in a forward, of one model or of several.</summary>
    public static ModelSummary Of(Action forward)
    {
        List<LayerSummary> done = [];
        Stack<(Layer Layer, double Flops)> open = [];
        double flops = 0; // so far
        bool isAfterParameters = false;
        HashSet<Layer> counted = []; // one that runs twice has its parameters once
        Trace trace = new()
        {
            OnTraced = node => flops += node.Op.Flops(
                [.. node.Inputs.Select(tensor => tensor.TensorType)], [.. node.Outputs.Select(tensor => tensor.TensorType)]),
            OnEntered = layer => open.Push((layer, flops)),
            OnLeft = (layer, outputs) =>
            {
                double own = flops - open.Pop().Flops;
                if (layer.Children.Count > 0) return; // its children stand for it
                // The backward makes two products of each: one for the weights, one for what came in, if anything there learns.
                long parameters = counted.Add(layer) ? layer.Parameters.Sum(parameter => parameter.Shape.Count) : 0;
                done.Add(new(layer.Path, layer.GetType().Name, outputs[0].Shape, parameters, own * (isAfterParameters ? 3 : 2) / 1e9));
                isAfterParameters |= layer.Parameters.Count > 0;
            },
        };
        using (Trace.Begin(trace))
        {
            forward();
        }

        return new(done);
    }
}

/// <summary>A layer of a model.</summary>
/// <param name="Path">From the root: <c>layers.1</c>; empty for a model that is one layer.</param>
/// <param name="Output">Of a step.</param>
/// <param name="Parameters">Numbers that it learns.</param>
/// <param name="Gflop">Billions of floating point operations of its products in a step, forward and backward.</param>
public sealed record LayerSummary(string Path, string Type, Shape Output, long Parameters, double Gflop);
