using VkLearn.Gpu;
using VkLearn.Ops;
using VkLearn.Primitives;

namespace VkLearn.Training;

/// <summary>
/// How a model's layers with parameters stand, measured where tensors lie, in recordings of its own that change no bit of what is learned.
/// Activations are those of the first items of the batch, behind the ReLU where one follows, as in evaluation. It keeps a copy of the
/// weights from one step to the next.
/// </summary>
public sealed class LayerStatistics : IDisposable
{
    /// <summary>Numbers of a layer: mean and deviation of its activations; the share of its units that were never above 0 in the last
    /// measures, -1 where no ReLU follows; the norms of its weight's update over the weight's, and of the weight's gradient.</summary>
    public const int Columns = 5;

    const int Items = 32, Measures = 8; // looked at; in which a unit that is never above 0 is dead
    const float SmallestNormal = 1.17549435e-38f;

    readonly List<State> idle = []; // of each unit the measures since it was above 0
    readonly Recording note, measure;

    /// <param name="input">Of the model, [N, ..item], where another recording leaves it; it must live longer, as the gradients must.
    /// </param>
    /// <param name="gradient">Where the gradient of a parameter lies, by its name (<see cref="GradientOf"/>).</param>
    public LayerStatistics(GpuDevice gpu, Layer model, Tensor input, Func<string, Tensor> gradient)
    {
        (Layer Layer, Parameter Weight)[] layers = [.. LayersOf(model)];
        State[] before = [.. layers.Select(one => new State($"{one.Weight.Path} before", one.Weight.Shape))];
        note = gpu.Record(() =>
        {
            for (int i = 0; i < layers.Length; i++)
            {
                before[i].Assign(layers[i].Weight.Value * 1f);
            }
        }, training: false, name: "weights before a step");
        measure = gpu.Record(() =>
        {
            Tensor output = model.Forward(input.Slice(0, 0, Math.Min(Items, input.Shape[0])));
            List<Node> nodes = Node.Before([output]);
            Dictionary<string, Tensor> named = Trace.NamesOf([output]);
            Tensor[] rows =
            [
                .. layers.Select((one, i) => Concat.Of(0,
                [
                    .. OfActivations(named.GetValueOrDefault(one.Layer.Path.Length == 0 ? "output" : $"{one.Layer.Path}:output"), nodes),
                    Scalar((one.Weight.Value - before[i]).Norm() / one.Weight.Value.Norm().Maximum(SmallestNormal)),
                    Scalar(gradient(GradientOf(one.Weight)).Norm()),
                ])),
            ];
            return Concat.Of(0, rows).Reshape([layers.Length, Columns]);
        }, training: false, name: "statistics of layers");
    }

    /// <summary>[layers, <see cref="Columns"/>].</summary>
    public TensorMemory Numbers => measure.Result.Memory!.Value;

    /// <summary>The layers that learn, each with its largest parameter, in the order of the model.</summary>
    public static IEnumerable<(Layer Layer, Parameter Weight)> LayersOf(Layer model)
    {
        HashSet<Parameter> learned = [.. model.Trainable];
        Parameter[] own = [.. model.Parameters.Except(model.Children.SelectMany(child => child.Parameters)).Where(learned.Contains)];
        return [.. own.Length == 0 ? [] : new[] { (model, own.MaxBy(one => one.Shape.Count)!) }, .. model.Children.SelectMany(LayersOf)];
    }

    /// <summary>What a step calls the gradient of a parameter.</summary>
    public static string GradientOf(Parameter parameter) => $"{parameter.Path}:gradient";

    /// <summary>Queues a copy of the weights: before a step.</summary>
    public void Note() => note.Replay();

    /// <summary>Queues the measuring: after that step.</summary>
    public void Measure() => measure.Replay();

    /// <summary>Forgets which units were idle.</summary>
    public void Clear() => idle.ForEach(state => state.Load(new float[state.Shape.Count]));

    public void Dispose()
    {
        note.Dispose();
        measure.Dispose();
    }

    /// <summary>Mean, deviation and share of dead units, [1] each.</summary>
    /// <param name="output">Of a layer; null where it has none of its own.</param>
    IEnumerable<Tensor> OfActivations(Tensor? output, List<Node> nodes)
    {
        if (output is null)
        {
            return [Tensor.Full([2], float.NaN), Tensor.Full([1], -1)];
        }

        bool isRectified = nodes.Exists(node => node.Op is ReluOp && node.Inputs[0] == output);
        Tensor active = isRectified ? output.Relu() : output;
        return
        [
            Scalar(active.Mean()), Scalar(active.Variance().Sqrt()), isRectified ? Scalar(Dead(active)) : Tensor.Full([1], -1),
        ];
    }

    Tensor Dead(Tensor active)
    {
        Tensor peak = ByUnit(active).Max(-1);
        State since = new("measures since a unit was above 0", peak.Shape);
        idle.Add(since);
        since.Assign(Where.Select(0f < peak, Tensor.Zeros(peak.Shape), since.Value + 1f));
        return (Measures - 0.5f < since.Value).Mean();
    }

    /// <summary>A row a unit: channels of images, else the last axis.</summary>
    static Tensor ByUnit(Tensor active)
    {
        Shape shape = active.Shape;
        return shape.Rank == 4 ? active.Permute(1, 0, 2, 3).Reshape([shape[1], (int)(shape.Count / shape[1])])
            : active.Reshape([(int)(shape.Count / shape[^1]), shape[^1]]).Transpose();
    }

    static Tensor Scalar(Tensor one) => one.Reshape([1]);
}
