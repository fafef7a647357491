using VkLearn.Compile;
using VkLearn.Data;
using VkLearn.Primitives;
using Random = VkLearn.Primitives.Random;

namespace VkLearn.Training;

/// <summary>
/// Listens to what is traced and makes a <see cref="NetworkMap"/> of it. Each tensor that depends on an input belongs to a node: to that of
/// the innermost layer that makes it; outside of such layers, to a join where it is made of several nodes, else to the one it is made of.
/// </summary>
sealed class NetworkTrace
{
    readonly List<Drawn> nodes = [];
    readonly Dictionary<Layer, Drawn> ofLayers = [];
    readonly Dictionary<Tensor, Drawn> owners = [];
    readonly Dictionary<Tensor, Parameter[]> made = []; // of what parameters alone make, which
    readonly HashSet<Parameter> counted = [];
    readonly HashSet<Layer> random = []; // layers that draw random numbers
    readonly Stack<Layer> open = [];

    /// <summary>Listens until the result is disposed.</summary>
    public IDisposable Listen(Trace trace, IEnumerable<Tensor> inputs)
    {
        foreach (Tensor input in inputs)
        {
            owners[input] = Add(NetworkNodeKind.Input, null, input);
        }

        (trace.OnTraced, trace.OnEntered, trace.OnLeft) = (Note, open.Push, (_, _) => open.Pop());
        return new Ending(() => (trace.OnTraced, trace.OnEntered, trace.OnLeft) = (null, null, null));
    }

    /// <param name="named">What can be watched, by name.</param>
    public NetworkMap End(IReadOnlyDictionary<string, Tensor> named)
    {
        foreach (Drawn node in nodes)
        {
            node.Name(named);
        }

        HashSet<Drawn> needed = [];
        foreach (Drawn node in Enumerable.Reverse(nodes).Where(node => node.Kind == NetworkNodeKind.Layer || needed.Contains(node)))
        {
            needed.Add(node);
            needed.UnionWith(node.Inputs.Where(input => input.Place < node.Place)); // what a layer reads when it runs again is no way to it
        }

        List<Drawn> kept = [.. nodes.Where(needed.Contains)];
        Absorb(kept);
        Dictionary<Drawn, int> places = kept.Select((node, i) => (node, i)).ToDictionary(pair => pair.node, pair => pair.i);
        return new([.. kept.Select(node => node.Done(places, named))]);
    }

    void Note(Node node)
    {
        if (node.Origin.IsGradient)
        {
            return;
        }

        Layer? layer = open.TryPeek(out Layer? top) && top.Children.Count == 0 ? top : null;
        Drawn[] sources = node.Op is TakeRows or TakeWindows ? [] : [.. node.Inputs.Select(OwnerOf).OfType<Drawn>().Distinct()];
        Parameter[] read = [.. node.Inputs.SelectMany(ParametersOf).Distinct()];
        if (layer is not null && node.Op is Random)
        {
            random.Add(layer);
        }

        Drawn? owner = OwnerFor(node, layer, sources);
        owner?.Read(read.Where(counted.Add), read);
        foreach (Tensor output in node.Outputs)
        {
            if (owner is not null)
            {
                owners[output] = owner;
            }
            else if (read.Length > 0)
            {
                made[output] = read;
            }
        }
    }

    Drawn? OwnerFor(Node node, Layer? layer, Drawn[] sources)
    {
        if (sources.Length == 0)
        {
            return layer is null && node.Op is TakeRows or TakeWindows or Random ? Add(NetworkNodeKind.Input, null, node.Outputs[0]) : null;
        }

        if (sources.Length == 1 && node.Op is Reshape or Cast or Detach)
        {
            return sources[0]; // and what is looked at stays what it was before
        }

        Drawn owner = layer is not null ? ofLayers.TryGetValue(layer, out Drawn? known) ? known
                : ofLayers[layer] = Add(NetworkNodeKind.Layer, layer, null)
            : sources.Length == 1 || sources.All(source => source.IsNoise) ? sources[0]
            : Add(NetworkNodeKind.Join, open.TryPeek(out Layer? within) ? within : null, null);
        owner.Make(node, sources, isRandom: layer is not null && random.Contains(layer));
        return owner;
    }

    Drawn? OwnerOf(Tensor tensor)
    {
        if (!owners.TryGetValue(tensor, out Drawn? owner) && tensor.Leaf is MemoryLeaf)
        {
            owners[tensor] = owner = Add(NetworkNodeKind.Input, null, tensor);
        }

        return owner;
    }

    Parameter[] ParametersOf(Tensor tensor) =>
        tensor.Leaf is PlaceLeaf { Place: Parameter parameter } ? [parameter] : made.GetValueOrDefault(tensor, []);

    Drawn Add(NetworkNodeKind kind, Layer? layer, Tensor? first)
    {
        Drawn node = new(kind, layer, first, nodes.Count);
        nodes.Add(node);
        return node;
    }

    /// <summary>A layer that keeps the shape of the only one before it, and has no product, belongs to that.</summary>
    static void Absorb(List<Drawn> nodes)
    {
        ILookup<Drawn, Drawn> readers = nodes.SelectMany(node => node.Inputs.Select(input => (input, node)))
            .ToLookup(pair => pair.input, pair => pair.node);
        Dictionary<Drawn, Drawn> into = [];
        foreach (Drawn node in nodes)
        {
            node.Replace(into);
            if (node is { Kind: NetworkNodeKind.Layer, HasProduct: false, Inputs: [{ Kind: not NetworkNodeKind.Input } before] }
                && before.Place < node.Place && before.Shape == node.Shape && readers[before.Last].Count() == 1)
            {
                before.Absorb(node);
                into[node] = before;
            }
        }

        nodes.RemoveAll(into.ContainsKey);
    }

    /// <summary>A node that is being drawn.</summary>
    sealed class Drawn(NetworkNodeKind kind, Layer? layer, Tensor? first, int place)
    {
        readonly List<Tensor> outputs = first is null ? [] : [first];
        readonly List<string> then = [];
        readonly List<Drawn> inputs = [];
        Op? op; // that joins
        Parameter? weight;
        bool isRandom; // it draws random numbers
        long parameters;
        string? tensor;

        public NetworkNodeKind Kind => kind;
        public int Place => place;
        public IReadOnlyList<Drawn> Inputs => inputs;
        public bool HasProduct { get; private set; }
        public Shape Shape { get; private set; }
        public bool IsNoise { get; } = first?.Producer?.Op is Random;

        /// <summary>Itself, or the last layer that belongs to it now.</summary>
        public Drawn Last { get => field ?? this; private set; }

        public void Read(IEnumerable<Parameter> first, IEnumerable<Parameter> all)
        {
            parameters += first.Sum(parameter => parameter.Shape.Count);
            weight ??= all.FirstOrDefault(parameter => parameter.Shape.Rank > 1);
        }

        public void Make(Node node, Drawn[] sources, bool isRandom)
        {
            if (kind == NetworkNodeKind.Input)
            {
                return;
            }

            op ??= node.Op;
            this.isRandom |= isRandom;
            inputs.AddRange(sources.Where(source => source != this && !inputs.Contains(source)));
            outputs.AddRange(node.Outputs);
            HasProduct |= node.Op.Flops(
                [.. node.Inputs.Select(input => input.TensorType)], [.. node.Outputs.Select(output => output.TensorType)]) > 0;
        }

        /// <summary>What it makes is the last of its tensors that has a layer's name; of an input its own.</summary>
        public void Name(IReadOnlyDictionary<string, Tensor> named)
        {
            Tensor? shown = kind == NetworkNodeKind.Input ? outputs[0]
                : outputs.FindLast(output => output.Name?.EndsWith("output", StringComparison.Ordinal) is true);
            tensor = shown?.Name is { } name && named.ContainsKey(name) ? name : null;
            Shape = (shown ?? outputs[0]).Shape;
        }

        public void Replace(Dictionary<Drawn, Drawn> into)
        {
            Drawn[] all = [.. inputs.Select(input => into.GetValueOrDefault(input, input)).Where(input => input != this).Distinct()];
            inputs.Clear();
            inputs.AddRange(all);
        }

        public void Absorb(Drawn node)
        {
            then.Add(node.Type);
            parameters += node.parameters;
            weight ??= node.weight;
            tensor = node.isRandom ? tensor : node.tensor ?? tensor; // what is dropped at random says nothing of the layer
            Last = node.Last;
        }

        public NetworkNode Done(Dictionary<Drawn, int> places, IReadOnlyDictionary<string, Tensor> named)
        {
            string? gradient = weight is null ? null : $"{weight.Path}:gradient";
            int[] reads = [.. inputs.Where(input => input.Place < place).Select(input => places[input]).Order()];
            return new(kind, kind == NetworkNodeKind.Input ? Type : layer?.Path ?? "", NameText, then, Shape, parameters, reads)
            {
                Tensor = tensor, Weight = weight?.Path, Gradient = gradient is not null && named.ContainsKey(gradient) ? gradient : null,
            };
        }

        string Type => kind switch
        {
            NetworkNodeKind.Layer => layer!.GetType().Name,
            NetworkNodeKind.Input => outputs[0].Name ?? (IsNoise ? "noise" : "input"),
            _ => op switch { Primitives.Add => "+", Subtract => "−", Mul => "×", _ => op!.Name },
        };

        string NameText => weight is null || kind != NetworkNodeKind.Layer ? Type
            : $"{Type}{(weight.Shape.Rank > 2 ? $" {string.Join('x', weight.Shape.Sizes[2..].ToArray())}" : "")} · "
                + $"{Shape[Shape.Rank > 2 ? 1 : ^1]}";
    }
}
