using System.Globalization;
using VkLearn.Formats;
using VkLearn.Models;

namespace VkLearn.Learners;

/// <summary>How a <see cref="CaptionLearner"/> learns and writes.</summary>
/// <param name="Features">Maps of its encoder.</param>
/// <param name="Units">Of the decoder's LSTM.</param>
/// <param name="Embedded">Features of the vector that stands for a word.</param>
/// <param name="Attended">Units of the attention's hidden layer; 0: without attention.</param>
/// <param name="Dropout">See <see cref="CaptionDecoder"/>.</param>
/// <param name="Length">Words of a caption that are learned and written, its end among them; 0: as many as the longest has.</param>
/// <param name="Beam">Beginnings that are kept when it writes; 1: greedy.</param>
/// <param name="IsFrozen">Whether the encoder stays as it is.</param>
/// <param name="DoublyStochastic">What it costs in training where the looks of a caption at a place do not add up to 1, so that no part of
/// the image is left unseen (Xu et al. 2015, equation 14, lambda); 0: nothing.</param>
/// <param name="EncoderFile">A checkpoint, or a model's file, whose weights the encoder begins with; null: it begins anew.</param>
public sealed record CaptionRules(int Features, int Units = 128, int Embedded = 64, int Attended = 64, float Dropout = 0, int Length = 0,
    int Beam = 1, bool IsFrozen = false, float DoublyStochastic = 0, string? EncoderFile = null)
{
    /// <param name="features">0: without an image.</param>
    internal CaptionDecoder NewDecoder(int words, int features) => new(words, features, Units, Embedded, Attended, Dropout);

    internal static CaptionRules Read(Settings settings) => new(
        settings.Int("features", min: 1, max: 1 << 14), settings.Int("units", 128, min: 1, max: 1 << 14),
        settings.Int("embedding", 64, min: 1, max: 1 << 14),
        settings.Flag("attention", true) ? settings.Int("attentionUnits", 64, min: 1, max: 1 << 14) : 0,
        settings.Float("dropout", 0, min: 0, max: 0.999f), settings.Int("length", 0, min: 0, max: 1000),
        settings.Int("beam", 1, min: 1, max: 64), settings.Flag("frozen", false),
        settings.Float("doublyStochastic", 0, min: 0, max: 1000),
        settings.Has("encoderFile") ? settings.FilePath("encoderFile") : null);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Features} features, {Units} units, words of {Embedded}, attention of {Attended}, dropout {Dropout}, {Length} words"
        + $"{(IsFrozen ? ", frozen" : "")}{(DoublyStochastic > 0 ? $", doubly stochastic {DoublyStochastic}" : "")}");
}
