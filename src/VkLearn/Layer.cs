namespace VkLearn;

/// <summary>
/// A function with parameters or state of its own. It registers what it owns in its constructor,
/// <c>Weight = Add("weight", shape, initializer)</c>, <c>Add("layers.0", layer)</c>; that string is its name, and names from the root down
/// are its path.
/// </summary>
public abstract class Layer
{
    readonly List<Parameter> own = [];
    readonly List<(string Name, Layer Layer)> children = [];
    readonly List<State> states = [];
    Layer? parent;
    string name = "";

    /// <summary>Names from the root to here: <c>layers.1</c>; empty for the root.</summary>
    public string Path => parent is { Path: { Length: > 0 } path } ? $"{path}.{name}" : name;

    internal Layer Root => parent?.Root ?? this;

    /// <summary>All parameters, its own first, then its children's: depth-first.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. own, .. children.SelectMany(child => child.Layer.Parameters)];

    /// <summary>All states, depth-first.</summary>
    public IReadOnlyList<State> States => [.. states, .. children.SelectMany(child => child.Layer.States)];

    public IReadOnlyList<Layer> Children => [.. children.Select(child => child.Layer)];

    protected Parameter Add(string name, Shape shape, Initializer initializer)
    {
        Parameter parameter = new(name, shape, initializer) { Owner = this };
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

    /// <summary>The layer's function. Its output is named by the layer's path: <c>layers.1:output</c>.</summary>
    /// <exception cref="ArgumentException">The input does not fit; the message says what would.</exception>
    public Tensor Forward(Tensor input)
    {
        Trace trace = Trace.Current;
        trace.OnEntered?.Invoke(this);
        Tensor output = Apply(input);
        trace.OnLeft?.Invoke(this, output);
        if (output != input && output.Producer is not null)
        {
            output.Name ??= Path.Length > 0 ? $"{Path}:output" : "output";
        }

        return output;
    }

    /// <summary>Whether what is being traced is a step of training (dropout, batch statistics) and not of evaluation.</summary>
    protected static bool IsTraining => Trace.Current.Training;

    /// <summary>What the layer computes.</summary>
    protected abstract Tensor Apply(Tensor input);
}

static class LayerPaths
{
    extension(Layer? owner)
    {
        /// <summary>The name, from the root of the owner's tree, of what it owns.</summary>
        public string PathOf(string name) => owner is { Path: { Length: > 0 } path } ? $"{path}.{name}" : name;
    }
}
