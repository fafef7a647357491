using VkLearn.Data;
using VkLearn.Layers;
using VkLearn.Training;

namespace VkLearn.Learners;

/// <summary>
/// Listens to a recording of the test each time, and shows what it heard: <c>wave</c> [samples]; <c>spectrum</c> [rows, frames], by the
/// model's layer of spectra, if it has one, low frequencies below; and what the learner answers, <c>probabilities</c> [classes], or
/// [classes, steps] of one that answers at each step.
/// </summary>
/// <param name="answer">Probabilities of waves [1, L].</param>
sealed class Listening(Dataset test, Layer model, Func<Tensor, Tensor> answer)
{
    Dataset? taken; // a place of its own in the data, kept as long as this

    /// <summary>What a learner of waves samples, called <c>listening</c>; nothing where its data are others.</summary>
    /// <inheritdoc cref="Listening(Dataset, Layer, Func{Tensor, Tensor})"/>
    public static IReadOnlyList<Sampler> SamplersOf(Dataset test, Layer model, Func<Tensor, Tensor> answer) =>
        test.Fields[0].Meaning is Meaning.Wave ? [new("listening", new Listening(test, model, answer).Step)] : [];

    IReadOnlyDictionary<string, Tensor> Step()
    {
        taken ??= test.Take(isTraining: false);
        Tensor wave = taken.NextBatch(1).Input, answered = answer(wave);
        Dictionary<string, Tensor> heard = new()
        {
            ["wave"] = wave.Reshape([wave.Shape[1]]) * 1f,
            ["probabilities"] = answered.Shape.Rank == 3
                ? answered.Permute(0, 2, 1).Reshape([answered.Shape[2], answered.Shape[1]]) * 1f : answered * 1f,
        };
        if (Spectra(model) is { } layer)
        {
            Tensor spectrum = layer.Forward(wave);
            heard["spectrum"] = spectrum.Reshape([spectrum.Shape[1], spectrum.Shape[2]]).Flip(0);
        }

        return heard;
    }

    /// <summary>Of a model, the layer that makes spectra of waves.</summary>
    public static Layer? Spectra(Layer layer) =>
        layer is LogMel or Mfcc ? layer : layer.Children.Select(Spectra).FirstOrDefault(found => found is not null);
}
