namespace VkLearn.Compile;

/// <summary>What a part of a step is for.</summary>
public enum PhaseKind
{
    Forward, Backward,

    /// <summary>Of weights and what an optimiser or an average owns.</summary>
    Update,

    /// <summary>What comes before the first layer: the items are gathered.</summary>
    Batch,

    /// <summary>What no layer computes: losses and metrics.</summary>
    Loss,
}

/// <summary>
/// A part of a step: what is dispatched for a layer in one direction. Kernels are fused: where one dispatch does what several layers do, as
/// a product and the activation after it, all of them are its phase. A layer whose gradient takes two dispatches that differ in what is
/// fused to them has two phases.
/// </summary>
public sealed class StepPhase(PhaseKind kind, IReadOnlyList<string> layers)
{
    public PhaseKind Kind => kind;

    /// <summary>Paths of the layers, in the order of the program; empty outside of layers.</summary>
    public IReadOnlyList<string> Layers => layers;

    /// <summary>Whether it is the same layers in the same direction.</summary>
    public bool IsLike(StepPhase other) => kind == other.Kind && layers.SequenceEqual(other.Layers);

    /// <summary>As <c>forward layers.1, layers.2</c>.</summary>
    public override string ToString() => $"{kind.ToString().ToLowerInvariant()}{Names}";

    string Names => layers switch
    {
        [] => "",
        [var only] => $" {only}",
        [var first, var second] => $" {first}, {second}",
        [var first, .., var last] => $" {first} to {last}",
    };

    /// <summary>Of what is dispatched as one: the direction of its end, and the layers that have a node in it in that direction.</summary>
    internal static StepPhase Of(Step step)
    {
        HashSet<Tensor> read = [.. step.Inputs];
        List<Node> nodes = Node.Before(step.Outputs, read.Contains);
        PhaseKind kind = nodes is [.., { Origin.Kind: var last }] ? last : PhaseKind.Forward;
        Layer[] layers = [.. nodes.Where(node => node.Origin.Kind == kind).Select(node => node.Origin.Layer).OfType<Layer>().Distinct()];
        return new(kind, kind == PhaseKind.Update ? [] : [.. layers.Select(layer => layer.Path)]);
    }
}
