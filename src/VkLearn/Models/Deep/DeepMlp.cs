using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Layers;

namespace VkLearn.Models;

/// <summary>
/// A perceptron with a great many equal hidden layers: one that widens or narrows the input, those, and one to the classes. Whether it
/// learns is decided by how it begins (<see cref="DeepStart"/>).
/// </summary>
public sealed class DeepMlp : Layer
{
    readonly Dense first, last;
    readonly Layer[] blocks;

    /// <param name="depth">Hidden layers with weights, of width each; the first and the last of the network do not count.</param>
    /// <exception cref="ArgumentException">No whole number of blocks has that depth.</exception>
    public DeepMlp(int inFeatures, int width, int depth, int classes, DeepStart start)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        int count = depth / start.LayersInBlock;
        if (count * start.LayersInBlock != depth)
        {
            throw new ArgumentException($"DeepMlp: {start} has blocks of {start.LayersInBlock} layers, received depth {depth}. "
                + $"Use {depth + 1}.", nameof(depth));
        }

        Depth = depth;
        first = Add("first", new Dense(inFeatures, width));
        blocks = [.. Enumerable.Range(0, count).Select(i => Add($"hidden.{i}", start.Block(width, count)))];
        last = Add("last", new Dense(width, classes, weight: start == DeepStart.Fixup ? Initializer.Zeros : null));
    }

    /// <summary>Hidden layers with weights.</summary>
    public int Depth { get; }

    /// <summary>The hidden blocks, in order.</summary>
    public IReadOnlyList<Layer> Blocks => blocks;

    /// <summary>What each block makes of an input [N, ..], [N, width]: before the first of them, and after each.</summary>
    public Tensor[] Hidden(Tensor input)
    {
        Tensor[] made = new Tensor[blocks.Length + 1];
        made[0] = first.Forward(input);
        for (int i = 0; i < blocks.Length; i++)
        {
            made[i + 1] = blocks[i].Forward(made[i]);
        }

        return made;
    }

    /// <summary>Of what the last block makes, [N, width], the logits [N, classes].</summary>
    public Tensor Logits(Tensor hidden) => last.Forward(hidden);

    protected override Tensor Apply(Tensor input) => Logits(Hidden(input)[^1]);

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("DeepMlp",
        "A perceptron with a great many equal hidden layers; start: Sigmoid, Relu, Selu, Orthogonal, ReZero or Fixup.",
        settings => new DeepMlp(
            settings.Int("inFeatures", min: 1), settings.Int("width", min: 1), settings.Int("depth", min: 1, max: 100_000),
            settings.Int("classes", min: 2), settings.OneOf<DeepStart>("start", DeepStart.ReZero)));
}
