using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Primitives;

namespace VkLearn.Layers;

/// <summary>
/// A layer by its weights over their greatest singular value, so that it makes no difference between two inputs larger (Miyato et al. 2018,
/// algorithm 1). That value is found by a step of the power method each time that the layer runs in training, from where the last one
/// ended. Of a weight [rows, ..] it is that of the matrix [rows, all others].
/// </summary>
public sealed class SpectralNorm : Layer
{
    const float Least = 1e-12f;

    readonly Layer layer;
    readonly (Parameter Weight, State Left)[] weights;

    /// <param name="layer">Its parameters of two axes or more are divided.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public SpectralNorm(Layer layer)
    {
        this.layer = Add("layer", layer);
        Parameter[] matrices = [.. layer.Parameters.Where(parameter => parameter.Shape.Rank > 1)];
        weights = [.. matrices.Select((weight, i) =>
            (weight, AddState(matrices.Length == 1 ? "left" : $"left{i + 1}", [1, weight.Shape[0]], 1)))];
        if (weights.Length == 0)
        {
            throw new ArgumentException(
                $"SpectralNorm: {layer.GetType().Name} has no weight of two axes or more to divide.", nameof(layer));
        }
    }

    protected override Tensor Apply(Tensor input)
    {
        using (Trace.Current.Read([.. weights.Select(one => ((Place)one.Weight, Normalized(one.Weight, one.Left)))]))
        {
            return layer.Forward(input);
        }
    }

    Tensor Normalized(Parameter weight, State left)
    {
        Tensor value = weight.Value, matrix = value.Reshape([weight.Shape[0], (int)(weight.Shape.Count / weight.Shape[0])]);
        Tensor right = Unit(left.Value.MatMul(matrix)).Detach(), found = Unit(right.MatMul(matrix.Transpose())).Detach();
        if (IsTraining)
        {
            left.Assign(found);
        }

        return value * (1 / (found.MatMul(matrix) * right).Sum());
    }

    static Tensor Unit(Tensor row) => row * (1 / (row.Square().Sum().Sqrt() + Least));

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("SpectralNorm",
        "A layer by its weights over their greatest singular value (Miyato et al. 2018).",
        settings => new SpectralNorm(Catalog<Layer>.Read(settings.Required("layer"))));
}
