using System.Runtime.CompilerServices;
using VkLearn.Formats;
using VkLearn.Layers;

namespace VkLearn.Models;

/// <summary>
/// A perceptron of points on a plane, [N, 2] to [N, outFeatures]: features that are made of a point, equal hidden layers, and one to what
/// is asked. Small enough that what each neuron says all over the plane can be looked at (Smilkov et al. 2017).
/// </summary>
public sealed class PlaneMlp : Layer
{
    readonly PlaneFeature[] features;
    readonly Layer[] dense, activations;

    /// <param name="features">What the first layer sees; each once.</param>
    /// <param name="layers">Hidden layers; 0: what is asked is linear in the features.</param>
    /// <param name="width">Neurons in each.</param>
    /// <param name="activation">Makes what follows each hidden layer.</param>
    /// <exception cref="ArgumentException">There is no feature, or one twice.</exception>
    public PlaneMlp(IReadOnlyList<PlaneFeature> features, int layers, int width, int outFeatures, Func<Layer> activation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layers);
        if (features.Count == 0 || features.Distinct().Count() < features.Count)
        {
            throw new ArgumentException($"PlaneMlp: it sees one feature or more, each once, received {features.Count}: "
                + $"[{string.Join(", ", features)}].", nameof(features));
        }

        this.features = [.. features];
        dense = new Layer[layers + 1];
        activations = new Layer[layers];
        for (int i = 0; i <= layers; i++)
        {
            int from = i == 0 ? features.Count : width;
            dense[i] = Add(i == layers ? "last" : $"hidden.{i}", new Dense(from, i == layers ? outFeatures : width));
            if (i < layers)
            {
                activations[i] = Add($"activation.{i}", activation());
            }
        }
    }

    /// <summary>What the first layer sees, as formulas.</summary>
    public IReadOnlyList<string> FeatureNames => [.. features.Select(feature => feature.Formula)];

    /// <summary>The weights from the features to the first layer, and on to the last: [inputs, outputs] each.</summary>
    public IReadOnlyList<Parameter> Weights => [.. dense.Select(layer => ((Dense)layer).Weight)];

    /// <summary>What of points [N, 2] the features are, [N, features], what each hidden layer says, [N, width], and what is asked.
    /// </summary>
    public Tensor[] Responses(Tensor points)
    {
        Tensor x = points.Slice(1, 0, 1), y = points.Slice(1, 1, 1);
        Tensor[] made = new Tensor[dense.Length + 1];
        Tensor[] seen = [.. features.Select(feature => feature.Of(x, y))];
        made[0] = seen.Length == 1 ? seen[0] : Tensor.Concat(1, seen);
        for (int i = 0; i < dense.Length; i++)
        {
            Tensor sum = dense[i].Forward(made[i]);
            made[i + 1] = i < activations.Length ? activations[i].Forward(sum) : sum;
        }

        return made;
    }

    protected override Tensor Apply(Tensor input) => input.Shape.Rank == 2 && input.Cols == 2 ? Responses(input)[^1]
        : throw new ArgumentException($"PlaneMlp \"{Path}\": points on a plane are [N, 2], received {input.Shape}.");

    [ModuleInitializer]
    internal static void Register() => Catalog<Layer>.Add("PlaneMlp",
        "A small perceptron of points on a plane, by features X, Y, XX, YY, XY, SinX, SinY.",
        settings => new PlaneMlp(FeaturesOf(settings), settings.Int("layers", 2, min: 0, max: 16),
            settings.Int("width", 8, min: 1, max: 64), settings.Int("outFeatures", min: 1),
            settings.Child("activation") is { } activation ? () => Catalog<Layer>.Read(activation) : () => new Tanh()));

    static PlaneFeature[] FeaturesOf(Settings settings) =>
        [.. (settings.Names("features") ?? [$"{PlaneFeature.X}", $"{PlaneFeature.Y}"]).Select(name =>
            Enum.TryParse(name, ignoreCase: true, out PlaneFeature feature) && Enum.IsDefined(feature) ? feature : throw settings.Error(
                $"a feature is one of {string.Join(", ", Enum.GetNames<PlaneFeature>())}, received \"{name}\".", "features"))];
}
