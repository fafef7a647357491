using VkLearn.Layers;
using VkLearn.Models;

namespace VkLearn.Learners;

/// <summary>How large things are along a <see cref="DeepMlp"/>, at layers at equal distances, the first and the last among them.</summary>
/// <param name="most">Layers that are looked at.</param>
sealed class DepthProfile(DeepMlp net, int most = 65)
{
    /// <summary>Which blocks, counted from 0.</summary>
    public IReadOnlyList<int> Blocks { get; } = BlocksOf(net.Blocks.Count, most);

    static int[] BlocksOf(int count, int most) => count <= most ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, most).Select(i => (int)((long)i * (count - 1) / (most - 1)))];

    /// <summary>The root of the mean square of what each block makes.</summary>
    /// <param name="hidden">As <see cref="DeepMlp.Hidden"/> gives it.</param>
    public Tensor Activations(Tensor[] hidden) => Norms([.. Blocks.Select(i => hidden[i + 1])], isMean: true);

    /// <summary>The norm of the gradient of each block's first weights.</summary>
    public Tensor Gradients(Tensor error) => Norms(error.Gradients([.. Blocks.Select(i => WeightOf(net.Blocks[i]))]), isMean: false);

    static Parameter WeightOf(Layer block) => block.Parameters.First(parameter => parameter.Shape.Rank > 1);

    static Tensor Norms(Tensor[] of, bool isMean) =>
        Tensor.Stack(0, [.. of.Select(tensor => isMean ? tensor.Square().Mean() : tensor.Square().Sum())]).Sqrt();
}
