using VkLearn.Compile;

namespace VkLearn;

/// <summary>
/// A function with parameters or state of its own. It registers what it owns in its constructor,
/// <c>Weight = Add("weight", shape, initializer)</c>, <c>Add("layers.0", layer)</c>; that string is its name, and names from the root down
/// are its path.
/// </summary>
public abstract class Layer : IDisposable
{
    readonly List<Parameter> own = [];
    readonly List<(string Name, Layer Layer)> children = [];
    readonly List<State> states = [];
    const string RefusedBy = "VkLearn.Layer";

    Layer? parent;
    string name = "";

    /// <summary>The layer that this one is a part of; null for the root.</summary>
    public Layer? Parent => parent;

    /// <summary>Gives the root of a tree a name, which all its paths then begin with; one that has a name keeps it.</summary>
    internal void NameRoot(string name) => this.name = parent is null && this.name == "" ? name : this.name;

    /// <summary>Names from the root to here: <c>layers.1</c>; empty for the root.</summary>
    public string Path => parent is { Path: { Length: > 0 } path } ? $"{path}.{name}" : name;

    internal Layer Root => parent?.Root ?? this;

    /// <summary>All parameters, its own first, then its children's: depth-first.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. own, .. children.SelectMany(child => child.Layer.Parameters)];

    /// <summary>All states, depth-first.</summary>
    public IReadOnlyList<State> States => [.. states, .. children.SelectMany(child => child.Layer.States)];

    public IReadOnlyList<Layer> Children => [.. children.Select(child => child.Layer)];

    /// <param name="axes">See <see cref="Parameter.Axes"/>.</param>
    protected Parameter Add(string name, Shape shape, Initializer initializer, params IReadOnlyList<string> axes)
    {
        Parameter parameter = new(name, shape, initializer) { Owner = this, Axes = axes };
        own.Add(parameter);
        return parameter;
    }

    protected State AddState(string name, Shape shape, float initial = 0)
    {
        State state = new(name, shape, initial) { Owner = this };
        states.Add(state);
        return state;
    }

    /// <exception cref="ArgumentException">The layer has a parent already, or is this one's ancestor.</exception>
    protected T Add<T>(string name, T layer) where T : Layer
    {
        if (layer.parent is not null || Root == layer)
        {
            throw new ArgumentException($"The layer to be added as \"{name}\" is part of another already, as \"{layer.Path}\".");
        }

        (layer.parent, layer.name) = (this, name);
        children.Add((name, layer));
        return layer;
    }

    /// <summary>
    /// Parameters that <see cref="Optimizers.Optimizer.Minimize(Tensor, Layer)"/> updates: those that are not frozen, depth-first.
    /// </summary>
    public IReadOnlyList<Parameter> Trainable => IsFrozen ? [] : [.. own, .. children.SelectMany(child => child.Layer.Trainable)];

    /// <summary>
    /// Whether its parameters, and those of the layers in it, stay as they are where a model that it is part of is minimised: they get
    /// neither gradient nor decay. What is applied to a parameter by name is applied. It is read while tracing, and stays as it was set.
    /// </summary>
    public bool IsFrozen { get; set; }

    /// <summary>
    /// Whether it, and the layers in it, behave as in evaluation in a step of training too: no dropout, running statistics, which then stay
    /// as they are. It is read while tracing, and stays as it was set; <see cref="Evaluating"/> is for a part of a trace.
    /// </summary>
    public bool IsEvaluating { get; set; }

    /// <summary>Lets it behave as in evaluation until the result is disposed: <c>using (critic.Evaluating()) { ... }</c>.</summary>
    public IDisposable Evaluating()
    {
        bool before = IsEvaluating;
        IsEvaluating = true;
        return new Ending(() => IsEvaluating = before);
    }

    /// <summary>Gives back the memory of its parameters and states, and of those of the layers in it (<see cref="Place.Dispose"/>).
    /// </summary>
    public void Dispose()
    {
        foreach (Place place in Parameters.Concat<Place>(States))
        {
            place.Dispose();
        }
    }

    /// <summary>The layer's function. Its output is named by the layer's path: <c>layers.1:output</c>.</summary>
    /// <exception cref="ArgumentException">The input does not fit; the message says what would.</exception>
    public Tensor Forward(Tensor input)
    {
        Tensor[] outputs = Forward([input]);
        return outputs.Length == 1 ? outputs[0] : throw new ArgumentException(
            $"{GetType().Name} \"{Path}\" makes {outputs.Length} tensors. Use Forward([input]), which returns all.");
    }

    /// <summary>
    /// The function of a layer of several inputs, <c>Forward(a, b)</c>, or of several outputs, <c>Forward([a])</c>. Outputs are named by
    /// the layer's path: <c>layers.1:output</c>, <c>layers.1:output1</c> and so on.
    /// </summary>
    /// <exception cref="ArgumentException">The inputs do not fit; the message says what would.</exception>
    public Tensor[] Forward(params Tensor[] inputs)
    {
        Trace trace = Trace.Current;
        trace.OnEntered?.Invoke(this);
        Tensor[] outputs;
        using (trace.At(trace.Origin with { Layer = this }))
        {
            outputs = Try(inputs);
        }

        trace.OnLeft?.Invoke(this, outputs);
        for (int i = 0; i < outputs.Length; i++)
        {
            if (outputs[i].Producer is not null && !inputs.Contains(outputs[i]))
            {
                outputs[i].Name ??= $"{(Path.Length > 0 ? $"{Path}:" : "")}output{(i == 0 ? "" : i)}";
            }
        }

        return outputs;
    }

    /// <summary>Notes on a refusal which layer it is of, for whoever knows where that one comes from.</summary>
    Tensor[] Try(Tensor[] inputs)
    {
        try
        {
            return Apply(inputs);
        }
        catch (ArgumentException refused) when (ThatRefused(refused) is null)
        {
            refused.Data[RefusedBy] = this;
            throw;
        }
    }

    /// <summary>The innermost layer whose <see cref="Forward(Tensor)"/> ended with this; null where it was none's.</summary>
    public static Layer? ThatRefused(Exception refusal) => refusal.Data[RefusedBy] as Layer;

    /// <summary>
    /// Whether it is to behave as in training (dropout, batch statistics) and not as in evaluation: what is being traced is a step of
    /// training, and neither it nor a layer that it is part of is set to evaluation.
    /// </summary>
    protected bool IsTraining => Trace.Current.Training && !IsSetToEvaluation;

    bool IsSetToEvaluation => IsEvaluating || parent is { IsSetToEvaluation: true };

    /// <summary>What a layer of one input and one output computes.</summary>
    protected virtual Tensor Apply(Tensor input) => throw new NotSupportedException(
        $"{GetType().Name} computes nothing: override Apply(Tensor), or Apply(Tensor[]) for several inputs or outputs.");

    /// <summary>What a layer of several inputs or outputs computes.</summary>
    protected virtual Tensor[] Apply(Tensor[] inputs) => inputs.Length == 1 ? [Apply(inputs[0])]
        : throw new ArgumentException($"{GetType().Name} \"{Path}\" takes one input, received {inputs.Length}.");
}

static class LayerPaths
{
    extension(Layer? owner)
    {
        /// <summary>The name, from the root of the owner's tree, of what it owns.</summary>
        public string PathOf(string name) => owner is { Path: { Length: > 0 } path } ? $"{path}.{name}" : name;
    }
}
